import * as React from "react";
import { forwardRef, type FC, type ReactNode } from "react";
import { Theme } from "./theme";

/** What a card shows. */
interface CardProps<T> {
  title: string;
  items: readonly T[];
  children?: ReactNode;
  render(item: T): JSX.Element;
}

type Variant = "plain" | "raised";

const DEFAULT_VARIANT: Variant = "plain";

/** A card with a list. */
export function Card<T extends { id: string }>({ title, items, children, render }: CardProps<T>) {
  const [selected, select] = React.useState<T | null>(null);
  const onSelect = <U extends T>(item: U): void => select(item);

  return (
    <Theme.Provider value={selected}>
      <Title level={2}>{title}</Title>
      <List<T> items={items} onSelect={onSelect} />
      {items.map((item) => (
        <div key={item.id}>{render(item)}</div>
      ))}
      {children}
    </Theme.Provider>
  );
}

const Title: FC<{ level: number; children: ReactNode }> = ({ level, children }) => (
  <header aria-level={level}>{children}</header>
);

export const List = forwardRef(function List<T>(
  props: { items: readonly T[]; onSelect: (item: T) => void },
  ref: React.Ref<HTMLUListElement>,
) {
  return <ul ref={ref}>{props.items.length}</ul>;
});

export abstract class Panel<P = {}> extends React.Component<P & { open: boolean }> {
  private readonly id = useId();

  protected abstract body(): ReactNode;

  override render(): ReactNode {
    return this.props.open && <Card title={this.id} items={[]} render={() => <>{this.body()}</>} />;
  }
}

export class Drawer extends Panel {
  protected body() {
    return <Panel.Handle variant={DEFAULT_VARIANT satisfies Variant} />;
  }
}
