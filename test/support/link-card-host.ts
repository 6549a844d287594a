/**
 * What a WordPress site makes of a link to a site that it does not know: the quotation, and the frame in its sandbox, with
 * the script that listens to the frame (as wp-includes/js/wp-embed.js behaves in 6.8). Knows no relay.
 */

/** @param html of oEmbed: as wp_filter_oembed_result() leaves it, link shown and frame hidden until it has spoken */
export function linkCardPage(html: string): string {
  const link = /<a href="([^"]*)">(.*?)<\/a>/.exec(html);
  const source = /<iframe src="([^"]*)"/.exec(html)?.[1];
  if (!link || source === undefined) throw new Error(`This is not what WordPress takes: ${html}`);
  const secret = 'k3jd9fh2ab';
  return `<!doctype html><title>Post</title>
<blockquote class="wp-embedded-content" data-secret="${secret}"><a href="${link[1]}">${link[2]}</a></blockquote>
<iframe class="wp-embedded-content" sandbox="allow-scripts" security="restricted" style="position: absolute; visibility: hidden;"
  src="${source}#?secret=${secret}" data-secret="${secret}" width="600" height="338" frameborder="0"></iframe>
<script>
const frame = document.querySelector('iframe');
addEventListener('message', ({ data, source }) => {
  if (!data || !(data.secret || data.message || data.value) || /[^a-zA-Z0-9]/.test(data.secret)) return;
  if (data.secret !== frame.dataset.secret || source !== frame.contentWindow) return;
  document.querySelector('blockquote').style.display = 'none';
  frame.removeAttribute('style');
  if (data.message === 'height') frame.height = Math.min(1000, Math.max(200, parseInt(data.value, 10)));
  if (data.message === 'link') {
    const target = new URL(data.value);
    const isSame = target.host === new URL(frame.getAttribute('src')).host;
    if (/^https?:$/.test(target.protocol) && isSame && document.activeElement === frame) top.location.href = data.value;
  }
});
frame.contentWindow.postMessage({ message: 'ready', secret: frame.dataset.secret }, '*');
</script>`;
}
