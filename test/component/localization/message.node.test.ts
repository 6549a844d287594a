import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { msg, number, plural, speaking, str, type Translation } from '../../../component/localization/message.ts';

const GERMAN: Translation = {
  Chat: 'Unterhaltung',
  'Speaker (device)': 'Lautsprecher',
  '{0} asks {1}': '{1} wird von {0} gefragt',
  '{0} more people': { one: '{0} weitere Person', other: '{0} weitere Personen' },
  '{0} rooms': 'Räume: {0}',
};
const inGerman = <T>(work: () => T): T => speaking({ translation: GERMAN, formats: 'de' }, work);
const more = (count: number) => plural(count, str`${count} more people`, str`${count} more person`);

describe('a message', () => {
  it('is English as in the source, where nobody speaks anything else', () => {
    assert.equal(msg('Chat'), 'Chat');
    assert.equal(msg('Speaker', 'device'), 'Speaker');
    assert.equal(msg(str`${'Ada'} asks ${'Bo'}`), 'Ada asks Bo');
    assert.deepEqual([0, 1, 2].map(more), ['0 more people', '1 more person', '2 more people']);
  });

  it('is found by its English text, and by its context where there is one', () => {
    assert.equal(
      inGerman(() => msg('Chat')),
      'Unterhaltung',
    );
    assert.equal(
      inGerman(() => msg('Speaker', 'device')),
      'Lautsprecher',
    );
  });

  it('is filled in the order of the other language', () => {
    assert.equal(
      inGerman(() => msg(str`${'Ada'} asks ${'Bo'}`)),
      'Bo wird von Ada gefragt',
    );
  });

  it('stays English where a translation lacks it', () => {
    assert.equal(
      inGerman(() => msg(str`${'Ada'} left`)),
      'Ada left',
    );
    assert.equal(
      inGerman(() => msg('toString')),
      'toString',
      'what every object has is no translation',
    );
  });

  it('does not take what is filled in for a place to be filled', () => {
    assert.equal(msg(str`${'{1}'} asks ${'Bo'}`), '{1} asks Bo');
    assert.equal(msg('{0}'), '{0}');
  });
});

describe('a message with a number', () => {
  it('takes the form that the language has for it', () => {
    assert.deepEqual(
      inGerman(() => [0, 1, 2, 1234].map(more)),
      ['0 weitere Personen', '1 weitere Person', '2 weitere Personen', '1.234 weitere Personen'],
    );
    const forms = { one: 'один: {0}', few: 'два: {0}', many: 'пять: {0}', other: 'дробь: {0}' };
    const translation = { '{0} more people': forms };
    assert.deepEqual(
      speaking({ translation, formats: 'ru' }, () => [1, 2, 5, 21, 22, 11].map(more)),
      ['один: 1', 'два: 2', 'пять: 5', 'один: 21', 'два: 22', 'пять: 11'],
    );
  });

  it('may have one form for all', () => {
    assert.equal(
      inGerman(() => plural(2, str`${2} rooms`)),
      'Räume: 2',
    );
  });

  it('counts as in English where there is no translation, whatever the language', () => {
    assert.equal(
      speaking({ translation: {}, formats: 'ru' }, () => more(21)),
      '21 more people',
    );
  });
});

describe('who speaks', () => {
  it('speaks for as long as the work takes, and for nobody else', () => {
    const words = inGerman(() => [
      msg('Chat'),
      speaking({ translation: undefined, formats: 'en' }, () => msg('Chat')),
      msg('Chat'),
    ]);
    assert.deepEqual(words, ['Unterhaltung', 'Chat', 'Unterhaltung']);
    assert.throws(() =>
      inGerman(() => {
        throw new Error('while drawing');
      }),
    );
    assert.equal(msg('Chat'), 'Chat');
  });

  it('writes numbers so, too', () => {
    assert.equal(number(1234.5), '1,234.5');
    assert.equal(
      inGerman(() => number(1234.5)),
      '1.234,5',
    );
  });
});
