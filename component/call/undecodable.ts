/**
 * Which video codecs this browser cannot show: builds without H.264, and browsers without WebCodecs. Knows nothing of who
 * is told.
 */

/** One configuration of each family, as small as any that is sent. */
const SAMPLES: Readonly<Record<string, string>> = {
  h264: 'avc1.42E01F',
  vp8: 'vp8',
  vp9: 'vp09.00.31.08',
  av1: 'av01.0.05M.08',
};

/** Their names, in alphabetical order; empty in most browsers. Never rejects. */
export async function undecodableCodecs(): Promise<readonly string[]> {
  const names = Object.keys(SAMPLES).sort();
  const isDecodable = await Promise.all(names.map((name) => canDecode(SAMPLES[name] ?? '')));
  return names.filter((_name, index) => !isDecodable[index]);
}

async function canDecode(codec: string): Promise<boolean> {
  if (globalThis.VideoDecoder === undefined) return false;
  try {
    const { supported } = await VideoDecoder.isConfigSupported({ codec, codedWidth: 640, codedHeight: 360 });
    return supported === true;
  } catch {
    return false;
  }
}
