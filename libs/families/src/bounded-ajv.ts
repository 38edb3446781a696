import { _, Ajv2020, type CodeKeywordDefinition, type Options } from 'ajv/dist/2020.js';
import type { AddedKeywordDefinition, RegExpEngine } from 'ajv/dist/types/index.js';
import addFormats from 'ajv-formats';
import { RE2JS } from 're2js';
import { timestamp } from './schema-parts.ts';
import type { ValidationBudget } from './validation-budget.ts';

/** Every pattern in the schemas of families: each is linear in the text. */
const cataloguePatterns = new Set([timestamp.pattern]);

/** Rules that apply a schema from elsewhere: thirty of them, each naming another twice, are followed a billion times. */
const REFERENCES = ['$ref', '$dynamicRef', '$recursiveRef'];

/** A compiler of JSON Schema (2020-12) whose validators pay from `budget` for whatever is not linear in the data. */
export function boundedAjv(budget: ValidationBudget, options: Options): Ajv2020 {
  const ajv = new Ajv2020({ ...options, code: { regExp: linearPatterns(budget) } });
  addFormats.default(ajv);
  // The pattern of Ajv's own takes time that is quadratic in the text.
  ajv.addFormat('url', (text) => URL.canParse(text));
  for (const keyword of REFERENCES) chargeReference(ajv.getKeyword(keyword), budget);
  // Ajv's own compares every item with every other.
  ajv.removeKeyword('uniqueItems').addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    validate: (unique: boolean, items: readonly unknown[]) => !unique || areUnique(items, budget),
    error: { message: 'must not have duplicate items' },
  });
  return ajv;
}

/**
 * Patterns in RE2, which never backtracks: the time is bounded by the text times the size of the pattern. Those of the
 * catalogue do not backtrack in any engine, and are met by every event: the language's own is ten times as fast.
 */
function linearPatterns(budget: ValidationBudget): RegExpEngine {
  const compile = (pattern: string) => {
    if (cataloguePatterns.has(pattern)) return new RegExp(pattern, 'u');
    const compiled = compilePattern(pattern);
    const size = compiled.programSize();
    return {
      test: (text: string) => {
        budget.spendOnText(text.length, size);
        return compiled.test(text);
      },
      // Ajv tells patterns apart by this.
      toString: () => pattern,
    };
  };
  return Object.assign(compile, { code: 'linearPattern' });
}

/** @throws Error if RE2 does not know what is in the pattern */
function compilePattern(pattern: string): RE2JS {
  try {
    return RE2JS.compile(RE2JS.translateRegExp(pattern));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`patterns are RE2, without lookaround, backreferences and counts above 1000: ${reason}`, {
      cause,
    });
  }
}

function chargeReference(keyword: AddedKeywordDefinition | boolean, budget: ValidationBudget): void {
  if (!isCodeKeyword(keyword))
    throw new Error('a reference of JSON Schema is no keyword that generates code');
  const { code } = keyword;
  const pay = (): void => {
    budget.spend(1);
  };
  keyword.code = (context, ruleType) => {
    const { gen } = context;
    gen.code(_`${gen.scopeValue('func', { ref: pay })}()`);
    code(context, ruleType);
  };
}

function isCodeKeyword(
  keyword: AddedKeywordDefinition | boolean,
): keyword is AddedKeywordDefinition & CodeKeywordDefinition {
  return typeof keyword === 'object' && 'code' in keyword;
}

function areUnique(items: readonly unknown[], budget: ValidationBudget): boolean {
  const known = new Set<string>();
  for (const item of items) {
    const text = canonicalText(item);
    budget.spendOnText(text.length);
    known.add(text);
  }
  return known.size === items.length;
}

/** The same text for values that JSON Schema calls equal. */
function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join()}]`;
  if (typeof value !== 'object' || value === null)
    return typeof value === 'string' ? JSON.stringify(value) : String(value);
  const members = Object.entries(value).map(
    ([name, member]) => `${JSON.stringify(name)}:${canonicalText(member)}`,
  );
  return `{${members.toSorted().join()}}`;
}
