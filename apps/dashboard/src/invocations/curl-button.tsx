import { Button, Tooltip } from '@mantine/core';
import type { Attempt, ExplainedInvocation } from '../api/types.ts';
import { say } from '../shell/say.ts';
import { bytesOf } from '../shown/bytes.ts';
import { CopyButton } from '../shown/copy-button.tsx';
import { curlLine } from './curl.ts';
import { text } from './text.ts';

interface CurlButtonProps {
  readonly invocation: ExplainedInvocation;
  readonly attempt: Attempt;
}

/** Copies the request of an attempt as a line for curl, where nothing of it is hidden. */
export function CurlButton({ invocation, attempt }: CurlButtonProps) {
  const { payloadBase64 } = invocation;
  const isHidden = invocation.hidden !== undefined || attempt.hidden?.includes('request') === true;
  // A line with holes would send something else than what was sent.
  if (isHidden) return <CurlRefused />;
  // A GET says in its query what others say in the body.
  const hasBody = attempt.request.method !== 'GET' && payloadBase64 != null;
  const line = curlLine({ ...attempt.request, body: hasBody ? bytesOf(payloadBase64) : undefined });
  return <CopyButton wide value={line} label={text.detail.curl} hint={text.detail.curlHint} />;
}

/** Says why to whoever clicks it: not every device has a pointer for the tooltip. */
function CurlRefused() {
  return (
    <Tooltip label={text.detail.curlHidden} multiline maw={260}>
      <Button variant="default" data-disabled aria-disabled onClick={() => say(text.detail.curlHidden)}>
        {text.detail.curl}
      </Button>
    </Tooltip>
  );
}
