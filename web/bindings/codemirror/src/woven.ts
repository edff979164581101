import { Annotation, RangeSet, RangeValue, StateField, Transaction } from "@codemirror/state";

/** Marks a transaction that brings what somebody else has written, and what they are called, where that is known. */
export const author = Annotation.define<{ readonly by: string | undefined }>();

class Own extends RangeValue {}

/** What somebody else has written between own characters. */
class Inside extends RangeValue {
  constructor(readonly by: string | undefined) {
    super();
  }
}

interface Woven {
  /** What was written in this editor. */
  readonly own: RangeSet<Own>;
  readonly inside: RangeSet<Inside>;
}

const own = new Own();

/** What others have written inside of what was written here, since the editor was opened. */
export const woven = StateField.define<Woven>({
  create: () => ({ own: RangeSet.empty, inside: RangeSet.empty }),
  update(before, transaction) {
    if (!transaction.docChanged) return before;
    const now = { own: before.own.map(transaction.changes), inside: before.inside.map(transaction.changes) };
    const someone = transaction.annotation(author);
    const isOwn = transaction.annotation(Transaction.remote) !== true;
    if (!isOwn && someone === undefined) return now;
    transaction.changes.iterChangedRanges((from, to, fromNow, toNow) => {
      if (fromNow === toNow) return;
      if (isOwn) now.own = now.own.update({ add: [own.range(fromNow, toNow)] });
      else if (isBetween(before.own, from, to)) now.inside = now.inside.update({ add: [new Inside(someone?.by).range(fromNow, toNow)] });
    });
    return now;
  },
});

/** Whether both neighbours of a range are own. */
function isBetween(written: RangeSet<Own>, from: number, to: number): boolean {
  let [isBefore, isAfter] = [false, false];
  written.between(from, to, (start, end) => {
    isBefore ||= start < from && end >= from;
    isAfter ||= end > to && start <= to;
  });
  return isBefore && isAfter;
}

/** Whose work an undo goes around: what others have written inside of it, and what it takes away does not. */
export function leftBy({ startState, changes }: Transaction): readonly (string | undefined)[] {
  const { inside } = startState.field(woven);
  const names = new Set<string | undefined>();
  let end = -1;
  changes.iterChanges((from, to) => {
    if (from === to) return;
    if (end >= 0) for (const name of spanning(inside, end, from)) names.add(name);
    end = to;
  });
  return [...names];
}

/** Who has written what is between two places, when all of it is from others. */
function spanning(inside: RangeSet<Inside>, from: number, to: number): readonly (string | undefined)[] {
  const names: (string | undefined)[] = [];
  let reached = from;
  inside.between(from, to, (start, end, { by }) => {
    if (start > reached || end <= reached) return;
    reached = end;
    names.push(by);
  });
  return reached >= to ? names : [];
}
