import { ActionIcon, Button, CopyButton as MantineCopyButton, Tooltip } from '@mantine/core';
import { CheckIcon, ClipboardDocumentIcon } from '@heroicons/react/24/outline';
import { text } from './text.ts';

interface CopyButtonProps {
  readonly value: string;
  /** What is copied, for the name of the button. */
  readonly label: string;
  /** Shown below the pointer, in place of the label. */
  readonly hint?: string;
  /** Whether the label stands on the button. */
  readonly wide?: boolean;
}

export function CopyButton({ value, label, hint = label, wide = false }: CopyButtonProps) {
  return (
    <MantineCopyButton value={value} timeout={1_500}>
      {({ copied, copy }) => {
        const Icon = copied ? CheckIcon : ClipboardDocumentIcon;
        return (
          <Tooltip label={copied ? text.copied : hint}>
            {wide ? (
              <Button variant="default" leftSection={<Icon width={14} />} onClick={copy}>
                {copied ? text.copied : label}
              </Button>
            ) : (
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                onClick={copy}
                aria-label={`${text.copy}: ${label}`}
              >
                <Icon width={15} />
              </ActionIcon>
            )}
          </Tooltip>
        );
      }}
    </MantineCopyButton>
  );
}
