import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Refusal } from '../failures.ts';
import { mapValues, type Row, type Table, type Tables } from './tables.ts';

const reportSchema = z.object({
  scenario: z.string(),
  figures: z.record(
    z.string(),
    z.record(z.string(), z.record(z.string(), z.union([z.number(), z.string(), z.null()]))),
  ),
});

type ReadReport = z.infer<typeof reportSchema>;

/**
 * The ratios of the second runs to the first, by scenario and table.
 * @param first,second a report, or a folder of reports
 * @throws Refusal if one of them holds no report, or they have no scenario in common
 */
export function comparePaths(first: string, second: string): Tables {
  const [before, after] = [readReports(first), readReports(second)].map((reports) =>
    Map.groupBy(reports, ({ scenario }) => scenario),
  );
  const tables: Record<string, Table> = {};
  for (const [scenario, runs] of before ?? []) {
    const others = after?.get(scenario);
    if (others === undefined) continue;
    const title = `${scenario}: ${others.length} of ${second} to ${runs.length} of ${first}`;
    for (const [name, table] of Object.entries(compareRuns(runs, others)))
      tables[`${title}: ${name}`] = table;
  }
  if (Object.keys(tables).length === 0)
    throw new Refusal(`${first} and ${second} have no scenario in common`);
  return tables;
}

/** The ratio of each figure that both have, `0.85 (0.80-0.91)`: of the medians, and the lowest and highest of any two runs. */
export function compareRuns(
  first: readonly Pick<ReadReport, 'figures'>[],
  second: readonly Pick<ReadReport, 'figures'>[],
): Tables {
  const valuesAt = (reports: typeof first, title: string, row: string, column: string): number[] =>
    reports
      .map(({ figures }) => figures[title]?.[row]?.[column])
      .filter((value) => typeof value === 'number');
  return mapValues(first[0]?.figures ?? {}, (table, title) =>
    mapValues(table, (row, name): Row => {
      const ratios = Object.keys(row).map((column): [string, string] => [
        column,
        ratio(valuesAt(first, title, name, column), valuesAt(second, title, name, column)),
      ]);
      return Object.fromEntries(ratios.filter(([, text]) => text !== ''));
    }),
  );
}

function ratio(first: readonly number[], second: readonly number[]): string {
  if (first.length === 0 || second.length === 0) return '';
  const text = (one: number, other: number): string => (one === other ? 1 : other / one).toFixed(2);
  const middle = text(median(first), median(second));
  if (first.length === 1 && second.length === 1) return middle;
  const lowest = text(Math.max(...first), Math.min(...second));
  const highest = text(Math.min(...first), Math.max(...second));
  return `${middle} (${lowest}-${highest})`;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

function readReports(path: string): ReadReport[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw new Refusal(`${path} does not exist`);
  const files = stat.isDirectory()
    ? readdirSync(path)
        .filter((name) => name.endsWith('.json'))
        .toSorted()
        .map((name) => join(path, name))
    : [path];
  if (files.length === 0) throw new Refusal(`${path} holds no report`);
  return files.map(readReport);
}

function readReport(file: string): ReadReport {
  try {
    return reportSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new Refusal(`${file} is no report of this benchmark`);
  }
}
