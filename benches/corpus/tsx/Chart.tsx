import * as React from 'react';
import { scaleLinear, type ScaleLinear } from './scales';

export type Point = readonly [x: number, y: number];

/** A line of a chart. */
export interface Series<P extends Point = Point> {
  name: string;
  points: P[];
  colour?: `#${string}`;
}

enum Side {
  Left = 'left',
  Bottom = 'bottom',
}

interface AxisProps {
  side: Side;
  scale: ScaleLinear;
  length: number;
  format?: (value: number) => string;
}

const PADDING = { left: 48, right: 12, top: 12, bottom: 32 } as const;
const PALETTE = ['#3366cc', '#dc3912', '#ff9900', '#109618'];

function extent(values: Iterable<number>): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : [0, 1];
}

const Axis = ({ side, scale, length, format = String }: AxisProps): React.JSX.Element => (
  <g className={`axis ${side}`}>
    {side === Side.Left ? <line y2={length} /> : <line x2={length} />}
    {scale.ticks(5).map((tick) => {
      const at = scale(tick);
      return (
        <text key={tick} x={side === Side.Left ? -8 : at} y={side === Side.Left ? at : 20}>
          {format(tick)}
        </text>
      );
    })}
  </g>
);

function path(points: readonly Point[], x: ScaleLinear, y: ScaleLinear): string {
  return points.map(([px, py], index) => `${index ? 'L' : 'M'}${x(px).toFixed(1)},${y(py).toFixed(1)}`).join('');
}

export interface ChartProps extends React.SVGProps<SVGSVGElement> {
  series: readonly Series[];
  size?: { width: number; height: number };
  unit?: string;
}

/** Draws series as lines over a common axis. */
export const Chart = React.forwardRef<SVGSVGElement, ChartProps>(
  ({ series, size = { width: 640, height: 320 }, unit = '', ...rest }, reference) => {
    const inner = {
      width: size.width - PADDING.left - PADDING.right,
      height: size.height - PADDING.top - PADDING.bottom,
    };
    const points = series.flatMap((each) => each.points);
    const x = scaleLinear(extent(points.map((point) => point[0])), [0, inner.width]);
    const y = scaleLinear(extent(points.map((point) => point[1])), [inner.height, 0]);
    return (
      <svg ref={reference} {...size} role="img" {...rest}>
        <g transform={`translate(${PADDING.left},${PADDING.top})`}>
          <Axis side={Side.Left} scale={y} length={inner.height} format={(value) => `${value} ${unit}`} />
          <g transform={`translate(0,${inner.height})`}>
            <Axis side={Side.Bottom} scale={x} length={inner.width} />
          </g>
          {series.map((each, index) => (
            <path key={each.name} d={path(each.points, x, y)} stroke={each.colour ?? PALETTE[index % PALETTE.length]}>
              <title>{each.name}</title>
            </path>
          ))}
        </g>
      </svg>
    );
  },
);
Chart.displayName = 'Chart';

export function useSize<T extends Element>(): [React.RefCallback<T>, { width: number; height: number }] {
  const [size, setSize] = React.useState({ width: 0, height: 0 });
  const observer = React.useRef<ResizeObserver | undefined>(undefined);
  const attach = React.useCallback((element: T | null) => {
    observer.current?.disconnect();
    if (!element) return;
    observer.current = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect;
      setSize({ width: Math.round(width), height: Math.round(height) });
    });
    observer.current.observe(element);
  }, []);
  return [attach, size];
}
