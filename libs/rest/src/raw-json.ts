import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import {
  applyDecorators,
  Header,
  Injectable,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { map, type Observable } from 'rxjs';

/** JSON text that stands in an answer as it is: numbers with all their digits, names that repeat. */
export class RawJson {
  /** Valid JSON: only `rawJson` makes instances. */
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  /** @throws SyntaxError if the bytes are not JSON in UTF-8, which would spoil the answer around them */
  static of(bytes: Buffer): RawJson {
    if (!isUtf8(bytes)) throw new SyntaxError('is not valid UTF-8');
    const text = bytes.toString('utf8');
    JSON.parse(text);
    return new RawJson(text);
  }

  get text(): string {
    return this.#text;
  }
}

/** Prints a value that may have `RawJson` in it. */
export function writeJson(value: unknown): string {
  // A mark that nobody can guess stands for each text until all the others are printed.
  const mark = randomUUID();
  const texts: string[] = [];
  const printed = JSON.stringify(value, (_name, member: unknown) =>
    member instanceof RawJson ? `${mark}${texts.push(member.text) - 1}` : member,
  );
  return printed.replaceAll(new RegExp(`"${mark}(\\d+)"`, 'g'), (_match, index: string) => {
    return texts[Number(index)] ?? 'null';
  });
}

@Injectable()
class RawJsonInterceptor implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<string> {
    return next.handle().pipe(map(writeJson));
  }
}

/** For a handler whose answer may have `RawJson` in it. */
export function AnswersRawJson() {
  return applyDecorators(
    UseInterceptors(RawJsonInterceptor),
    Header('content-type', 'application/json; charset=utf-8'),
  );
}
