import React, { useState } from "react";
import { Button, Layout } from "./kit";

/** A list of tasks. */
export default function TaskList({ tasks, onDone, ...rest }) {
  const [open, setOpen] = useState(false);
  const toggle = React.useCallback(() => setOpen(!open), [open]);
  const renderTask = (task) => <Task key={task.id} {...task} onDone={onDone} />;

  return (
    <Layout.Page title="Tasks" header={<Header level={1} />} {...rest}>
      <h1 className={styles.title}>Tasks</h1>
      <my-element svg:href="#x" />
      {open ? tasks.map(renderTask) : null}
      <Button onClick={toggle}>
        <>more &amp; more</>
      </Button>
    </Layout.Page>
  );
}

const Header = ({ level }) => <header data-level={level} />;

export const Task = React.memo(function Task({ title, onDone }) {
  return <li onClick={() => onDone(title)}>{title}</li>;
});

class Legacy extends React.Component {
  static propTypes = { title: String };
  state = { clicks: 0 };

  handleClick = () => {
    this.setState({ clicks: this.state.clicks + 1 });
  };

  render() {
    return <Button onClick={this.handleClick} icon={<this.Icon />}>{this.props.title}</Button>;
  }
}

export { Legacy };
