import { annotation, type Keyword } from '../keyword.ts';
import * as shapes from '../shapes.ts';
import { anyKeywords } from './any.ts';
import { arrayKeywords } from './array.ts';
import { numberKeywords } from './number.ts';
import { objectKeywords } from './object.ts';
import { stringKeywords } from './string.ts';

/** Keywords that demand nothing by themselves. */
const annotations: readonly Keyword[] = [
  annotation('$schema', shapes.dialect),
  annotation('$id', shapes.identifier),
  annotation('$anchor', shapes.anchor),
  annotation('$dynamicAnchor', shapes.anchor),
  annotation('$recursiveAnchor', shapes.anchor),
  annotation('$defs', shapes.schemaMap),
  annotation('definitions', shapes.schemaMap),
  annotation('$comment', shapes.string),
  annotation('title', shapes.string),
  annotation('description', shapes.string),
  annotation('deprecated', shapes.boolean),
  annotation('readOnly', shapes.boolean),
  annotation('writeOnly', shapes.boolean),
  annotation('examples', shapes.array),
  annotation('contentEncoding', shapes.string),
  annotation('contentMediaType', shapes.string),
  annotation('contentSchema', shapes.schema),
  annotation('type', shapes.types),
  annotation('nullable', shapes.boolean),
  annotation('then', shapes.schema),
  annotation('else', shapes.schema),
  annotation('minContains', shapes.natural),
  annotation('maxContains', shapes.natural),
  // Not of this dialect: the one would be validated later, the other would be ignored.
  annotation('$async', shapes.refused),
  annotation('id', shapes.refused),
];

/** All keywords that are known, in the order in which they are checked. Others are ignored, as JSON Schema demands. */
export const keywordsByName: ReadonlyMap<string, Keyword> = new Map(
  [
    ...annotations,
    ...anyKeywords,
    ...numberKeywords,
    ...stringKeywords,
    ...arrayKeywords,
    ...objectKeywords,
  ].map((keyword) => [keyword.name, keyword]),
);
