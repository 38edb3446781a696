import { describe, expect, it } from '@jest/globals';
import { acceptedEvent, plainContext } from '../accepted-event.fixture.ts';
import { compileSchema } from '../schema-validation.ts';
import { family } from './family.ts';
import { verificationSchema } from './schemas.ts';

const goldenPayload =
  '{"id":"b86a3cbe-7880-4759-a4f3-9bcabac3cf3c","checks":{"passport":{"data":[],"errors":[],"status":"in_progress","warnings":[]}},' +
  '"status":"verified","created_at":"2022-09-08T20:25:40.636471Z","updated_at":"2022-09-08T20:25:40.636480Z",' +
  '"applicant_id":"4da42a83-14db-4f19-9820-19cc10ad21cf","document_ids":["bd59f3da-b89d-4198-be1d-9b65477ddfb1"],"document_type":"passport"}';

/** The page's example without its white space. */
const golden =
  '{"id":"1ed2fb46-8271-6a33-a9ef-7553f473af46","webhook_id":"1ed2f903-2d75-6b19-b6a5-29535bc3340e",' +
  `"event_type":"DOCVER","payload":${goldenPayload},"timestamp":"2022-09-08T20:25:40.636658Z"}`;

function bodyOf(data: string, time = '2022-09-08T20:25:40.636658Z', type = 'DOCVER'): string {
  return family.render(acceptedEvent(type, data, { time }), plainContext).body.toString();
}

describe('Dataspike body', () => {
  it("reproduces the page's example byte for byte", () => {
    expect(bodyOf(goldenPayload)).toBe(golden);
  });

  it('passes a payload through untouched', () => {
    const data = '{ "applicant_id":"a","score":1.50,"7":12345678901234567890,"name":"\\u00e9" }';
    expect(bodyOf(data, undefined, 'AML_SCREENING')).toContain(
      `"event_type":"AML_SCREENING","payload":${data},`,
    );
  });

  it.each([
    ['2022-09-08T22:25:40.636658123+02:00', '2022-09-08T20:25:40.636658123Z'],
    ['2022-12-31T23:30:00-01:30', '2023-01-01T01:00:00Z'],
    ['2022-09-08t20:25:40z', '2022-09-08T20:25:40Z'],
    ['2022-09-08T20:25:40.100Z', '2022-09-08T20:25:40.100Z'],
  ])('prints the time %s in UTC with every digit', (time, timestamp) => {
    expect(bodyOf('{}', time)).toContain(`"timestamp":"${timestamp}"`);
  });
});

describe('Dataspike schema', () => {
  const validate = compileSchema(verificationSchema);
  const payload = JSON.parse(goldenPayload) as object;

  it.each([
    { status: 'pending' },
    { checks: { liveness: { status: 'failed', data: null }, anything: 7 } },
    { document_ids: undefined, checks: undefined, risk: { score: 1 } },
  ])('accepts %j', (part) => {
    expect(validate(JSON.parse(JSON.stringify({ ...payload, ...part })))).toEqual([]);
  });

  it.each([
    ['/status', { status: 'done' }],
    ['/checks/selfie/status', { checks: { selfie: {} } }],
    ['/created_at', { created_at: 'yesterday' }],
    ['/applicant_id', { applicant_id: undefined }],
  ])('names %s', (path, part) => {
    expect(validate(JSON.parse(JSON.stringify({ ...payload, ...part })))).toMatchObject([{ path }]);
  });
});
