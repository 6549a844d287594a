/** Markup: what is not made here is text. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { escapeMarkup, Markup, markup } from '../../../relay/http/html.ts';

it('values are text, and markup that was made here is itself', () => {
  const inner = markup`<b>${'<i>'}</b>`;
  assert.equal(inner.text, '<b>&lt;i&gt;</b>');
  const whole = markup`<p title="${'"a" & \'b\''}">${inner}${undefined}${7}${[inner, new Markup('<br>')]}</p>`;
  assert.equal(whole.text, '<p title="&quot;a&quot; &amp; &#39;b&#39;"><b>&lt;i&gt;</b>7<b>&lt;i&gt;</b><br></p>');
});

it('what no document may hold is replaced', () => {
  assert.equal(escapeMarkup('a\u0000b\ufffec\ud800d\u{1f600}e\nf'), 'a\ufffdb\ufffdc\ufffdd\u{1f600}e\nf');
});

it('what looks like a template stays as it is', () => {
  assert.equal(markup`${'$& $1 {{y}}'}`.text, '$&amp; $1 {{y}}');
});
