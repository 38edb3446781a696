/** UTF-8, each byte but RFC 3986's unreserved ones as `%XX`: in a URL it is a value and nothing else. */
export function percentEncode(value: string): string {
  return encodeURIComponent(value.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Printable ASCII stays, all else is percent-encoded as UTF-8: no value can end a header or begin another. */
export function headerText(value: string): string {
  return value.toWellFormed().replace(/[^\x20-\x7e]+/g, (characters) => encodeURIComponent(characters));
}
