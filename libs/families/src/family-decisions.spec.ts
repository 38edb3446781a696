import { glob, readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { families } from './family-folders.ts';

/** Specs and what only they use may speak of one family. */
const TEST_CODE = /\.(?:spec|fixture)\.ts$|\/(?:testing|specs)\/|^libs\/testing\//;

/** The families that are systems, with the names by which code could tell them apart. */
const systems = families
  .filter(({ eventTypes }) => eventTypes.length > 0)
  .map(({ name, eventTypes }) => ({ name, words: new Set([name, ...eventTypes.map(({ type }) => type)]) }));

const EQUALITIES = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
]);

/** A family's own folder, and the folders of the APIs that are compatible with it: `<family>-<part>`. */
function belongsTo(file: string, name: string): boolean {
  return file.startsWith(`libs/families/src/${name}/`) || file.includes(`/src/${name}-`);
}

/** Every place of a file that decides by a family to which the file does not belong, or imports that family's inner parts. */
function decisionsIn(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const others = systems.filter(({ name }) => !belongsTo(file, name));
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const isFound = others.some((family) => decidesBy(node, family.words) || importsFrom(node, family.name));
    if (isFound) found.push(`${file}: ${node.getText(source)}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Whether code goes another way, or finds something else, by one of the words. */
function decidesBy(node: ts.Node, words: ReadonlySet<string>): boolean {
  const isWord = (part: ts.Node) => ts.isStringLiteralLike(part) && words.has(part.text);
  if (ts.isBinaryExpression(node)) {
    return EQUALITIES.has(node.operatorToken.kind) && (isWord(node.left) || isWord(node.right));
  }
  if (ts.isCaseClause(node)) return isWord(node.expression);
  if (ts.isCallExpression(node)) return node.arguments.some(isWord);
  if (ts.isArrayLiteralExpression(node)) return node.elements.some(isWord);
  if (ts.isElementAccessExpression(node)) return isWord(node.argumentExpression);
  return ts.isPropertyAccessExpression(node) && words.has(node.name.text);
}

function importsFrom(node: ts.Node, name: string): boolean {
  if (!ts.isImportDeclaration(node) && !ts.isExportDeclaration(node)) return false;
  const from = node.moduleSpecifier;
  if (from === undefined || !ts.isStringLiteral(from)) return false;
  return from.text.startsWith(`@casewire/families/${name}/`) || from.text.startsWith(`./${name}/`);
}

describe('code outside the folders of a family', () => {
  it('does not decide by the family', async () => {
    const found: string[] = [];
    for await (const file of glob('{apps,libs}/*/src/**/*.ts')) {
      if (!TEST_CODE.test(file)) found.push(...decisionsIn(file, await readFile(file, 'utf8')));
    }
    expect(found).toEqual([]);
  });

  it.each([
    `if (family.name === 'dataspike') send();`,
    `if ('dataspike' !== family.name) send();`,
    `switch (name) { case 'dataspike': send(); }`,
    `const isSilent = ['dataspike'].includes(name);`,
    `const family = familyNamed('dataspike');`,
    `const options = webhook.options['dataspike'];`,
    `const options = webhook.options.dataspike;`,
    `if (type === 'DOCVER') send();`,
    `import { dataspikeHistory } from '@casewire/families/dataspike/history';`,
    `export { family } from './dataspike/family.ts';`,
  ])('would be found by: %s', (planted) => {
    const inApp = decisionsIn('apps/matching/src/match-events/planted.ts', planted);
    const inApiOfAnother = decisionsIn('apps/history/src/ballerine-runs/planted.ts', planted);
    expect([inApp.length, inApiOfAnother.length]).toEqual([1, 1]);
    expect(decisionsIn('apps/history/src/dataspike-history/planted.ts', planted)).toEqual([]);
    expect(decisionsIn('libs/families/src/dataspike/planted.ts', planted)).toEqual([]);
  });

  it('may name the family', () => {
    const named = `
      /** As Dataspike has it. */
      import { dataspikeHistoryApi } from './dataspike-history/dataspike-history-api.ts';
      const dataspike = dataspikeHistoryApi(pool);
      log({ hint: 'dataspike', controllers: dataspike.controllers });`;
    expect(decisionsIn('apps/history/src/compose.ts', named)).toEqual([]);
  });
});
