/**
 * Writes every page of `docs/` that is made from code.
 * Usage: `node tools/docs.ts`, or with `--check` to fail if one of them is not current.
 */
import './configuration-docs.ts';
import './reasons-docs.ts';
