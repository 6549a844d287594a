/** Whether camera and microphone can be opened from here, or what stands in the way. Opens neither. */
import type { FallbackReason } from '../messages.ts';

export type Access =
  /** Opening them asks nobody. */
  | { readonly kind: 'granted' }
  /** The browser would ask: in whose name, and whether it may be asked from here, depends on the browser. */
  | { readonly kind: 'unasked' }
  | { readonly kind: 'denied' }
  /** Never from within this page. */
  | { readonly kind: 'impossible'; readonly reason: FallbackReason };

interface FeaturePolicy {
  allowsFeature(feature: string): boolean;
}

export interface Surroundings {
  readonly isSecure: boolean;
  readonly hasDevices: boolean;
  readonly isSandboxed: boolean;
  /** Undefined where the browser does not say. */
  readonly allows: ((feature: string) => boolean) | undefined;
  readonly permission: (name: string) => Promise<PermissionState | undefined>;
}

const KINDS = ['camera', 'microphone'] as const;

export async function readAccess(around: Surroundings): Promise<Access> {
  const { allows } = around;
  if (around.isSandboxed) return { kind: 'impossible', reason: 'sandbox' };
  if (!around.isSecure || !around.hasDevices) return { kind: 'impossible', reason: 'insecure' };
  if (allows && !KINDS.some((kind) => allows(kind))) return { kind: 'impossible', reason: 'camera' };
  const states = await Promise.all(KINDS.map((kind) => around.permission(kind)));
  if (states.every((state) => state === 'granted')) return { kind: 'granted' };
  return { kind: states.includes('denied') ? 'denied' : 'unasked' };
}

export function browserSurroundings(): Surroundings {
  const { featurePolicy } = document as { featurePolicy?: FeaturePolicy };
  return {
    isSecure: globalThis.isSecureContext,
    hasDevices: navigator.mediaDevices !== undefined,
    isSandboxed: globalThis.origin === 'null',
    allows: featurePolicy && ((feature) => featurePolicy.allowsFeature(feature)),
    permission: async (name) => (await statusOf(name))?.state,
  };
}

/** Calls back when either permission changes, in whatever tab that happens, until the signal aborts. */
export async function observePermission(callback: () => void, signal: AbortSignal): Promise<void> {
  for (const kind of KINDS) {
    const status = await statusOf(kind);
    status?.addEventListener('change', callback, { signal });
  }
}

async function statusOf(name: string): Promise<PermissionStatus | undefined> {
  try {
    return await navigator.permissions.query({ name: name as PermissionName });
  } catch {
    return undefined;
  }
}
