import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ArrangementInput, arrange, type Box, tile } from '../../../component/ui/arrangement.ts';

const BOXES: readonly (readonly [width: number, height: number])[] = [
  [260, 200],
  [260, 420],
  [320, 560],
  [748, 820],
  [748, 300],
  [1260, 640],
  [1900, 1000],
  [2500, 600],
];

const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

function assertInside(boxes: readonly Box[], width: number, height: number, what: string): void {
  for (const box of boxes) {
    const isInside = box.x >= 0 && box.y >= 0 && box.x + box.width <= width + 1 && box.y + box.height <= height + 1;
    assert.ok(isInside, `${what}: ${JSON.stringify(box)} is outside ${width} × ${height}`);
    assert.ok(box.width > 0 && box.height > 0, `${what}: ${JSON.stringify(box)} is nothing`);
  }
}

function assertApart(boxes: readonly Box[], what: string): void {
  boxes.forEach((box, index) => {
    for (const other of boxes.slice(index + 1)) assert.ok(!overlap(box, other), `${what}: tiles overlap`);
  });
}

const columnsOf = (boxes: readonly Box[]) => new Set(boxes.map(({ x }) => x)).size;
const input = (changes: Partial<ArrangementInput>): ArrangementInput => ({
  layout: 'grid',
  width: 1260,
  height: 640,
  gap: 8,
  ids: ['a', 'b', 'c', 'self'],
  selfId: 'self',
  largeId: undefined,
  keepId: undefined,
  ...changes,
});
const people = (count: number) => [...Array.from({ length: count }, (_, index) => `p${index}`), 'self'];

describe('tile', () => {
  for (const [width, height] of BOXES) {
    for (let count = 1; count <= 20; count += 1) {
      it(`puts ${count} tiles into ${width} × ${height}: inside, apart, all alike`, () => {
        const boxes = tile(count, width, height, 8);
        assert.equal(boxes.length, count);
        assertInside(boxes, width, height, `${count}`);
        assertApart(boxes, `${count}`);
        assert.equal(new Set(boxes.map((box) => `${box.width}×${box.height}`)).size, 1);
      });
    }
  }

  const shapes: readonly (readonly [count: number, width: number, height: number, columns: number, rows: number])[] = [
    [2, 1260, 640, 2, 1],
    [2, 320, 560, 1, 2],
    [4, 1260, 640, 2, 2],
    [4, 748, 820, 2, 2],
    [6, 1260, 640, 3, 2],
    [9, 1260, 640, 3, 3],
    [16, 1260, 640, 4, 4],
    [5, 2500, 300, 5, 1],
    [3, 260, 900, 1, 3],
  ];
  for (const [count, width, height, columns, rows] of shapes) {
    it(`lays ${count} in ${width} × ${height} as ${columns} × ${rows}`, () => {
      const boxes = tile(count, width, height, 8);
      assert.equal(columnsOf(boxes), columns);
      assert.equal(new Set(boxes.map(({ y }) => y)).size, rows);
    });
  }

  it('centres a shorter last row', () => {
    const boxes = tile(5, 1260, 640, 8);
    const last = boxes.slice(3);
    const start = last[0]?.x ?? 0;
    const end = 1260 - ((last[1]?.x ?? 0) + (last[1]?.width ?? 0));
    assert.ok(Math.abs(start - end) <= 2, `${start} before, ${end} after`);
  });

  it('uses more than half of the box for any number from 1 to 16', () => {
    for (const [width, height] of BOXES.slice(1)) {
      for (let count = 1; count <= 16; count += 1) {
        const [first] = tile(count, width, height, 8);
        const used = (count * (first?.width ?? 0) * (first?.height ?? 0)) / (width * height);
        // Two in a very wide box keep their shape rather than be cut to ribbons.
        const least = width / height > 4 && count < 3 ? 0.45 : 0.5;
        assert.ok(used >= least, `${count} in ${width} × ${height} use ${used.toFixed(2)}`);
      }
    }
  });

  it('is nothing for nobody, or for no box', () => {
    assert.deepEqual(tile(0, 100, 100, 8), []);
    assert.deepEqual(tile(3, 0, 100, 8), []);
  });
});

describe('arrange', () => {
  for (const layout of ['grid', 'speaker', 'strip'] as const) {
    for (const [width, height] of BOXES) {
      for (const count of [0, 1, 2, 3, 5, 9, 16, 40]) {
        it(`${layout}: ${count} others in ${width} × ${height} are inside, apart, and nobody is forgotten`, () => {
          const ids = people(count);
          const { boxes, overflow } = arrange(
            input({ layout, width, height, ids, largeId: layout === 'speaker' ? ids[0] : undefined }),
          );
          const all = [...boxes.values(), ...(overflow ? [overflow.box] : [])];
          assertInside(all, width, height, layout);
          assertApart(
            all.filter((box) => !('place' in box && box.place === 'float')),
            layout,
          );
          assert.equal(boxes.size + (overflow?.count ?? 0), ids.length);
        });
      }
    }
  }

  it('face to face: the other fills the stage, oneself floats in the corner', () => {
    for (const layout of ['grid', 'speaker'] as const) {
      const { boxes } = arrange(input({ layout, ids: ['a', 'self'], largeId: layout === 'speaker' ? 'a' : undefined }));
      assert.equal(boxes.get('a')?.place, 'main');
      const self = boxes.get('self');
      assert.equal(self?.place, 'float');
      assert.ok((self?.x ?? 0) > 900 && (self?.y ?? 0) > 400);
    }
  });

  it('face to face in a low stage: side by side, nobody over anybody’s face', () => {
    const { boxes } = arrange(input({ width: 580, height: 130, ids: ['a', 'self'] }));
    assertApart([...boxes.values()], 'face to face');
    assert.deepEqual(
      [...boxes.values()].map((box) => box.place),
      ['even', 'even'],
    );
  });

  it('face to face in a tall stage: oneself stays on the other’s picture', () => {
    const { boxes } = arrange(input({ width: 280, height: 700, ids: ['a', 'self'] }));
    const [other, self] = [boxes.get('a') as Box, boxes.get('self') as Box];
    assert.ok(self.y + self.height <= other.y + other.height && self.x + self.width <= other.x + other.width);
  });

  it('alone, one fills the stage', () => {
    const { boxes } = arrange(input({ ids: ['self'] }));
    assert.equal(boxes.get('self')?.place, 'even');
    assert.equal(boxes.get('self')?.height, 640);
  });

  it('a large one has most of the room, in grid and speaker view, wide and narrow', () => {
    for (const [width, height] of BOXES) {
      for (const layout of ['grid', 'speaker'] as const) {
        const { boxes } = arrange(input({ layout, width, height, ids: people(5), largeId: 'p3' }));
        const large = boxes.get('p3');
        assert.equal(large?.place, 'main');
        assert.ok((large?.width ?? 0) * (large?.height ?? 0) > 0.5 * width * height, `${width} × ${height}`);
      }
    }
  });

  it('the strip is one row in a wide box and one column in a high one', () => {
    const row = arrange(input({ layout: 'strip', width: 1260, height: 200 }));
    assert.equal(new Set([...row.boxes.values()].map(({ y }) => y)).size, 1);
    const column = arrange(input({ layout: 'strip', width: 260, height: 900 }));
    assert.equal(columnsOf([...column.boxes.values()]), 1);
  });

  it('16 others all have their place, even at 280 px', () => {
    const { boxes, overflow } = arrange(input({ width: 264, height: 420, ids: people(16) }));
    assert.equal(boxes.size, 17);
    assert.equal(overflow, undefined);
  });

  it('whoever speaks is kept in view where not all fit', () => {
    const ids = people(60);
    const without = arrange(input({ width: 300, height: 300, ids }));
    assert.ok(!without.boxes.has('p50'));
    const withSpeaker = arrange(input({ width: 300, height: 300, ids, keepId: 'p50' }));
    assert.ok(withSpeaker.boxes.has('p50'));
    assert.equal(withSpeaker.boxes.size, without.boxes.size);
  });

  it('what is to be large but is not there changes nothing', () => {
    assert.deepEqual(arrange(input({ largeId: 'gone' })), arrange(input({})));
  });
});
