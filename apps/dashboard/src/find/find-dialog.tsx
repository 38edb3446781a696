import {
  Alert,
  CloseButton,
  Combobox,
  Loader,
  Modal,
  Stack,
  Text,
  TextInput,
  useCombobox,
} from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { MagnifyingGlassIcon } from '@heroicons/react/24/outline';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { usePlace } from '../app/place.ts';
import { FoundItem } from './found-item.tsx';
import { groupFound, pathOf } from './found.ts';
import { NothingFound } from './nothing-found.tsx';
import { Partly } from './partly.tsx';
import { useSearchedEnvironments, useSearchEverywhere, type SearchResult } from './queries.ts';
import { text } from './text.ts';

/** How long the text has to rest before it is searched for, in milliseconds. */
const REST_MS = 200;

/** A search as one types. The first thing found is chosen, so that Enter opens it. */
export function FindDialog({ onClose }: { readonly onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const [isEntered, setIsEntered] = useState(false);
  const wanted = typed.trim();
  const [q] = useDebouncedValue(wanted, REST_MS);
  const result = useSearchEverywhere(q);
  const isCurrent = q === wanted && !result.isPending;
  const combobox = useCombobox({ opened: true, onDropdownClose: onClose });
  const { selectFirstOption, resetSelectedOption, clickSelectedOption } = combobox;
  const navigate = useNavigate();
  useEffect(() => {
    if (isCurrent) selectFirstOption();
    else resetSelectedOption();
    if (isCurrent && isEntered) clickSelectedOption();
  }, [isCurrent, isEntered, q, selectFirstOption, resetSelectedOption, clickSelectedOption]);
  const open = (path: string) => {
    onClose();
    void navigate({ to: path });
  };
  return (
    <Modal.Root opened onClose={onClose} size="lg" yOffset="10vh">
      <Modal.Overlay />
      <Modal.Content aria-label={text.title}>
        <Modal.Body p="sm">
          <Combobox store={combobox} onOptionSubmit={open}>
            <Combobox.EventsTarget withExpandedAttribute>
              <TextInput
                data-autofocus
                size="md"
                aria-label={text.title}
                placeholder={text.placeholder}
                leftSection={isCurrent ? <MagnifyingGlassIcon width={18} /> : <Loader size={16} />}
                rightSection={<CloseButton aria-label={text.close} onClick={onClose} />}
                value={typed}
                onChange={({ currentTarget }) => {
                  setIsEntered(false);
                  setTyped(currentTarget.value);
                }}
                onKeyDown={({ key }) => {
                  if (key === 'Enter' && !isCurrent) setIsEntered(true);
                }}
              />
            </Combobox.EventsTarget>
            <Results q={q} result={result} />
          </Combobox>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function Results({ q, result }: { readonly q: string; readonly result: SearchResult }) {
  const { tenant } = usePlace();
  const searched = useSearchedEnvironments();
  const { answers, isPending, error } = result;
  const groups = groupFound(tenant, answers);
  const [first] = answers;
  return (
    <Stack gap="xs" mt="sm">
      {q === '' && <Text c="dimmed">{text.lead}</Text>}
      {error !== null && <Alert color="red">{error.message}</Alert>}
      <Partly answers={answers.map(([, answer]) => answer)} />
      <Combobox.Options className="found" aria-label={text.results}>
        {groups.map(([kind, items]) => (
          <Combobox.Group key={kind} label={text.kinds[kind]}>
            {items.map((placed) => (
              <Combobox.Option key={pathOf(placed)} value={pathOf(placed)}>
                <FoundItem {...placed} />
              </Combobox.Option>
            ))}
          </Combobox.Group>
        ))}
      </Combobox.Options>
      {!isPending && error === null && groups.length === 0 && first !== undefined && (
        <div>
          <Text fw={600} ta="center">
            {text.nothing.title}
          </Text>
          <NothingFound sought={{ q, by: undefined }} searched={searched} answer={first[1]} />
        </div>
      )}
      <Text c="dimmed" fz="xs" visibleFrom="sm">
        {text.navigation}
      </Text>
    </Stack>
  );
}
