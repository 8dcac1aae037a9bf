import React, { memo, useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react';
import type { ChangeEvent, FC, FormEvent, PropsWithChildren, ReactNode } from 'react';
import { createPortal } from 'react-dom';
import classNames from 'classnames';
import { Store, Todos } from '../typescript/store';
import styles from './TodoList.module.css';

/** What a row shows. */
interface RowProps {
  item: Todos.Item;
  selected?: boolean;
  onToggle(id: number): void;
}

type Filter = Todos.State['filter'];

const FILTERS: ReadonlyArray<{ key: Filter; label: string }> = [
  { key: 'all', label: 'All' },
  { key: 'open', label: 'Open' },
  { key: 'done', label: 'Done' },
];

const formatter = new Intl.DateTimeFormat('en', { dateStyle: 'medium' });

export const Row: FC<RowProps> = memo(function Row({ item, selected = false, onToggle }) {
  const overdue = item.due !== undefined && item.due.getTime() < Date.now() && !item.done;
  const handleChange = useCallback(() => onToggle(item.id), [item.id, onToggle]);
  return (
    <li className={classNames(styles.row, { [styles.selected]: selected, [styles.overdue]: overdue })}>
      <label>
        <input type="checkbox" checked={item.done} onChange={handleChange} />
        <span>{item.title}</span>
      </label>
      {item.due && <time dateTime={item.due.toISOString()}>{formatter.format(item.due)}</time>}
    </li>
  );
});

/** Subscribes a component to a store. */
export function useStore<S extends object, R>(store: Store<S, never>, selector: (state: S) => R): R {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const latest = useRef<R>(selector(store.state));
  useEffect(() => {
    const unsubscribe = store.subscribe((state) => {
      const next = selector(state);
      if (next !== latest.current) {
        latest.current = next;
        redraw();
      }
    });
    return unsubscribe;
  }, [store, selector]);
  return latest.current;
}

interface DialogProps {
  title: string;
  open: boolean;
  onClose: () => void;
}

export function Dialog({ title, open, onClose, children }: PropsWithChildren<DialogProps>): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') onClose();
    };
    document.addEventListener('keydown', onKey);
    box.current?.focus();
    return () => document.removeEventListener('keydown', onKey);
  }, [open, onClose]);
  if (!open) return null;
  return createPortal(
    <div role="dialog" aria-label={title} ref={box} tabIndex={-1} className={styles.dialog}>
      <header>
        <h2>{title}</h2>
        <button type="button" onClick={onClose} aria-label="Close">
          ×
        </button>
      </header>
      <section>{children}</section>
    </div>,
    document.body,
  );
}

export class Boundary extends React.Component<{ fallback: ReactNode; children: ReactNode }, { failed: boolean }> {
  state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  componentDidCatch(error: Error, info: React.ErrorInfo): void {
    console.error(error, info.componentStack);
  }

  render(): ReactNode {
    return this.state.failed ? this.props.fallback : this.props.children;
  }
}

export interface TodoListProps {
  store: Store<Todos.State, Todos.Actions>;
  title?: string;
}

export default function TodoList({ store, title = 'To do' }: TodoListProps) {
  const [draft, setDraft] = useState('');
  const [asking, setAsking] = useState(false);
  const [state, setState] = useState(store.state);
  useEffect(() => store.subscribe(setState), [store]);

  const items = useMemo(() => Todos.visible(state), [state]);
  const open = items.filter((item) => !item.done).length;

  const handleToggle = useCallback((id: number) => void store.dispatch('toggle', id), [store]);

  const handleSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const trimmed = draft.trim();
    if (trimmed === '') return;
    store.dispatch('add', { title: trimmed });
    setDraft('');
  };

  return (
    <Boundary fallback={<p>Something went wrong.</p>}>
      <main className={styles.list}>
        <h1>
          {title} <small>({open} open)</small>
        </h1>
        <form onSubmit={handleSubmit}>
          <input
            value={draft}
            placeholder="What is to be done?"
            onChange={(event: ChangeEvent<HTMLInputElement>) => setDraft(event.target.value)}
          />
          <button disabled={!draft.trim()}>Add</button>
        </form>
        <nav>
          {FILTERS.map(({ key, label }) => (
            <button
              key={key}
              className={key === state.filter ? styles.active : undefined}
              onClick={() => store.dispatch('filter', key)}
            >
              {label}
            </button>
          ))}
        </nav>
        {items.length > 0 ? (
          <ul>
            {items.map((item) => (
              <Row key={item.id} item={item} onToggle={handleToggle} />
            ))}
          </ul>
        ) : (
          <p>Nothing here.</p>
        )}
        <button onClick={() => setAsking(true)} hidden={!store.canUndo}>
          Undo…
        </button>
        <Dialog title="Undo the last change?" open={asking} onClose={() => setAsking(false)}>
          <button
            onClick={() => {
              store.undo();
              setAsking(false);
            }}
          >
            Yes
          </button>
        </Dialog>
      </main>
    </Boundary>
  );
}
