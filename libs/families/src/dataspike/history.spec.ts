import { describe, expect, it } from '@jest/globals';
import { acceptedEvent, plainContext } from '../accepted-event.fixture.ts';
import { renderFormat, type WebhookFormat } from '../formats/format.ts';
import { family } from './family.ts';
import { dataspikeHistory, type DataspikeInvocation } from './history.ts';

const time = '2022-09-08T22:25:40.636658+02:00';
const payload = '{ "score":1.50,"id":"b86a3cbe","n":12345678901234567890 }';

const pending: DataspikeInvocation = {
  id: plainContext.invocationId,
  webhookId: plainContext.webhookId,
  eventType: 'DOCVER',
  eventTime: time,
  acceptedAt: new Date('2022-09-08T20:25:41.000Z'),
  body: family.render(acceptedEvent('DOCVER', payload, { time }), plainContext).body,
  isSandbox: true,
  attempts: 0,
  isFinished: false,
  responseCode: null,
  lastAttemptAt: null,
};

/** The only item of a page, as text. */
function written(invocation: Partial<DataspikeInvocation>): string {
  const page = dataspikeHistory.write([{ ...pending, ...invocation }], false).toString();
  return page.slice('{"data":['.length, -'],"has_next":false}'.length);
}

describe('the history page', () => {
  it('has the members of the source in their order, the payload as it was sent', () => {
    expect(dataspikeHistory.write([pending, pending], true).toString()).toBe(
      `{"data":[${written({})},${written({})}],"has_next":true}`,
    );
    expect(written({})).toBe(
      `{"id":"${pending.id}","webhook_id":"${pending.webhookId}","event_type":"DOCVER","payload":${payload},` +
        '"timestamp":"2022-09-08T20:25:40.636658Z","is_sandbox":true,"attempts":0}',
    );
    expect(dataspikeHistory.write([], false).toString()).toBe('{"data":[],"has_next":false}');
  });

  it('tells of the last attempt, and its response code once nothing more is to come', () => {
    const lastAttemptAt = new Date('2022-09-08T20:25:41.000Z');
    const tried = { attempts: 2, responseCode: 503, lastAttemptAt };
    expect(written(tried)).toMatch(/"attempts":2,"last_attempt_at":"2022-09-08T20:25:41.000Z"\}$/);
    expect(written({ ...tried, isFinished: true })).toContain('"response_code":503,');
    expect(written({ ...tried, isFinished: true, responseCode: null })).toContain('"response_code":599,');
  });

  it.each<WebhookFormat>(['native', 'standard', 'cloudevents', 'cloudevents-binary'])(
    'shows the payload without the envelope of the format %s',
    (format) => {
      const event = acceptedEvent('DOCVER', payload, { time });
      const { body } = renderFormat(format, family, event, plainContext);
      expect(written({ body })).toContain(`"payload":${payload.trim()},"timestamp"`);
    },
  );

  it.each([
    ['{"a":1.0}', '{"a":1.0}'],
    ['[1.0]', '[1.0]'],
    ['"text"', '"text"'],
    ['plain text', '"plain text"'],
    ['', '""'],
  ])('shows the body %s, which has no envelope, whole', (body, shown) => {
    expect(written({ body: Buffer.from(body) })).toContain(`"payload":${shown},`);
  });

  it('has no payload where none could be rendered', () => {
    expect(written({ body: null })).toContain('"payload":null,');
  });
});
