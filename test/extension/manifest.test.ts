/** What the extension asks of browsers before it runs a line: as little as there can be. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { it } from 'node:test';
import { createManifest, DEVELOPMENT_ID, DEVELOPMENT_KEY } from '../../extension/browser/manifest.ts';

const manifests = (['chromium', 'firefox'] as const).map((target) => createManifest(target, { version: '1.2.3' }));

it('no permission but those that the call needs, and no website without being asked', () => {
  const [chromium, firefox] = manifests;
  assert.deepEqual(chromium?.permissions, ['activeTab', 'scripting', 'storage', 'contextMenus', 'sidePanel']);
  assert.deepEqual(firefox?.permissions, ['activeTab', 'scripting', 'storage', 'contextMenus']);
  for (const manifest of manifests) {
    assert.equal('host_permissions' in manifest, false);
    assert.equal('content_scripts' in manifest, false);
    assert.equal('externally_connectable' in manifest, false);
  }
});

it('no code but its own', () => {
  for (const { content_security_policy: policy } of manifests) {
    assert.match(policy.extension_pages, /^default-src 'none'; script-src 'self';/);
    assert.doesNotMatch(policy.extension_pages, /script-src[^;]*(unsafe|http|blob|data)/);
    assert.match(policy.extension_pages, /worker-src 'self'/);
    assert.doesNotMatch(policy.extension_pages, /ws:\/\/(?!localhost|127)/);
  }
});

it('pages reach the frame alone, in Chromium under an address that changes', () => {
  for (const manifest of manifests) {
    assert.deepEqual(
      manifest.web_accessible_resources.map(({ resources }) => resources),
      [['frame.html']],
    );
  }
  assert.equal(
    createManifest('chromium', { version: '1' }).web_accessible_resources[0]?.['use_dynamic_url' as never],
    true,
  );
});

it('the id of the unpacked build is the one that its key gives', () => {
  const digest = createHash('sha256').update(Buffer.from(DEVELOPMENT_KEY, 'base64')).digest('hex').slice(0, 32);
  const id = [...digest].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 16))).join('');
  assert.equal(id, DEVELOPMENT_ID);
  assert.equal('key' in createManifest('chromium', { version: '1' }), false, 'stores give their own');
});
