import { describe, expect, it } from '@jest/globals';
import { maskExchange, maskUrl } from './mask-exchange.ts';

const request = {
  method: 'POST',
  url: 'https://a.example:8443/hooks/X4729931?token=t&no=X4729931',
  headers: { 'Content-Type': 'application/json', 'X-Person': 'X4729931', 'webhook-id': 'i' },
};

describe('maskExchange', () => {
  it('hides the query and what the receiver has answered, and tells of which side something is hidden', () => {
    const exchange = { request, responseCode: 200, responseHeaders: { a: 'b' }, responseBody: 'c' };
    expect(maskExchange(exchange, false)).toEqual({
      request: { ...request, url: 'https://a.example:8443/hooks/X4729931?[hidden]' },
      responseCode: 200,
      hidden: ['request', 'answer'],
    });
  });

  it('hides path and headers where texts of the event stand in them', () => {
    expect(maskExchange({ request }, true)).toEqual({
      request: {
        method: 'POST',
        url: 'https://a.example:8443/[hidden]?[hidden]',
        headers: { 'Content-Type': 'application/json', 'X-Person': '[hidden]', 'webhook-id': 'i' },
      },
      hidden: ['request'],
    });
  });

  it('says nothing where nothing is hidden', () => {
    const plain = { request: { ...request, url: 'https://a.example/hooks' }, responseHeaders: {} };
    expect(maskExchange(plain, false)).toEqual({ request: plain.request });
  });
});

describe('maskUrl', () => {
  it.each([
    ['https://a.example', true, 'https://a.example'],
    ['https://a.example/', true, 'https://a.example/'],
    ['https://a.example?x', true, 'https://a.example?[hidden]'],
    ['/inspect/i?a=b?c\nd', false, '/inspect/i?[hidden]'],
  ])('%j, filled %s, as %j', (url, isFilled, shown) => {
    expect(maskUrl(url, isFilled)).toBe(shown);
  });
});
