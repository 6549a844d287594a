/** What others wrote, in HTML and XML. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { escapeMarkup, markup } from '../../../relay/http/markup.ts';

it('is text, wherever it stands', () => {
  assert.equal(escapeMarkup(`<b a="1" b='2'>&amp;</b>`), '&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;amp;&lt;/b&gt;');
  assert.equal(markup`<p title="${'"><script>'}">${'</p>'}</p>`, '<p title="&quot;&gt;&lt;script&gt;">&lt;/p&gt;</p>');
  assert.equal(markup`\n${'$&'}`, '\n$&amp;', 'and what looks like a pattern is none');
});
