/**
 * The call in a frame of another website: a card first, so that nothing starts without a click in here; then the call, or
 * the one sentence that says why it cannot be in this frame. Knows nothing of calls.
 */
import { tellWordPress } from './wordpress.js';
import { words } from './words.js';

const texts = words();
const card = document.querySelector('.card');
const sentence = card.querySelector('.why');
const join = card.querySelector('.join');
const open = card.querySelector('.open');

document.documentElement.lang = texts.language;
join.textContent = texts.join;
open.textContent = texts.open;
tellWordPress(open);

const reason = obstacle();
if (reason === undefined) {
  join.hidden = false;
  join.addEventListener('click', () => show(), { once: true });
} else explain(reason);
card.hidden = false;

// What the relay's own policy would never refuse, an extension's or a proxy's may.
document.addEventListener('securitypolicyviolation', ({ effectiveDirective, disposition }) => {
  if (disposition === 'enforce' && /^(connect|script|worker)-src/.test(effectiveDirective)) explain('policy');
});

/** Why there can be no call in this frame; undefined where there can. */
function obstacle() {
  if (self.origin === 'null') return 'sandbox';
  if (!isSecureContext) return 'insecure';
  // Only Chromium can say it beforehand; elsewhere the element says it when the camera is asked for.
  const policy = document.featurePolicy;
  if (policy && !policy.allowsFeature('camera') && !policy.allowsFeature('microphone')) return 'permission';
  return undefined;
}

function explain(why) {
  document.querySelector('stream-room')?.remove();
  card.dataset.why = why;
  card.hidden = false;
  join.hidden = true;
  open.classList.add('primary');
  sentence.textContent = texts[why];
  sentence.hidden = false;
  // Where a frame may open no tabs, its address can still be copied.
  if (why === 'sandbox') card.querySelector('.address').hidden = false;
}

async function show() {
  try {
    await import('../stream-room.js');
  } catch {
    explain('script');
    return;
  }
  if (card.dataset.why) return;
  const room = document.createElement('stream-room');
  room.setAttribute('room', card.dataset.room);
  room.setAttribute('lang', navigator.language);
  const elsewhere = open.cloneNode(true);
  elsewhere.slot = 'lobby-footer';
  elsewhere.className = 'elsewhere';
  room.append(elsewhere);
  card.hidden = true;
  document.body.append(room);
}
