import { compileQuery, parseQueryInput, printResult } from '@casewire/jmespath';

const ROUNDS = 200;

/** About 50 KB: a run's context with 500 positions. */
const context = JSON.stringify({
  entity: {
    id: 'entity-1',
    data: {
      positions: Array.from({ length: 500 }, (_, index) => ({
        id: `position-${index}`,
        name: `Position ${500 - index}`,
        amount: index,
        status: index % 2 === 0 ? 'approved' : 'rejected',
        tags: ['first', 'second'],
      })),
    },
  },
  documents: [{ id: 'document-1', decision: { status: 'approved' } }],
});

/** A usual mapping, and the queries of an attacker, each of which is ended by its budget. */
const queries: Readonly<Record<string, string>> = {
  'usual mapping': `{
    id: entity.id, documents: documents[*].{id: id, status: decision.status}, total: sum(entity.data.positions[*].amount),
    approved: entity.data.positions[?status == 'approved'].{id: id, amount: amount, label: join(' ', [id, name])},
    first: sort_by(entity.data.positions, &name)[0].name}`,
  'usual filter':
    "entity.data.positions[0].status == 'approved' && documents[0].decision.status == 'approved'",
  'doubled lists': Array(60).fill('[@,@][]').join('|'),
  'doubled text': `to_string(@)|${Array(60).fill("join('', [@,@])").join('|')}`,
  'list by list': 'entity.data.positions[*].[$.entity.data.positions[*].[$.entity.data.positions[*]]]',
  'merged objects':
    'let $all = from_items(entity.data.positions[*].[id, @]) in entity.data.positions[*].merge($all, $all)',
};

/** `npm run bench -- jmespath`: CPU of one evaluation on a context of about 50 KB, its JSON parsed and printed too. */
export function benchJmespath(): void {
  console.log(`context: ${context.length} bytes`);
  console.table(Object.fromEntries(Object.entries(queries).map(([name, text]) => [name, measure(text)])));
}

function measure(text: string) {
  const query = compileQuery(text);
  const evaluate = (): string => {
    try {
      printResult(query.evaluate(parseQueryInput(Buffer.from(context))));
      return 'result';
    } catch (error) {
      return error instanceof Error ? error.name : String(error);
    }
  };
  for (let round = 0; round < ROUNDS / 10; round++) evaluate();
  const before = process.cpuUsage();
  for (let round = 1; round < ROUNDS; round++) evaluate();
  const end = evaluate();
  const { user, system } = process.cpuUsage(before);
  return { 'CPU ms': Math.round((user + system) / ROUNDS / 10) / 100, end };
}
