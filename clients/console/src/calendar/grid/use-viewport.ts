import { useLayoutEffect, useState, type RefObject } from 'react';

/** What of the grid is seen, in px, from its top and from the side where a line begins. */
export interface Viewport {
  readonly top: number;
  readonly bottom: number;
  readonly start: number;
  readonly end: number;
}

/** Coarse, so that most of scrolling changes nothing on the page: the browser moves what is there. */
const ROWS_PX = 96;
const TIME_PX = 400;

const coarse = (value: number, unit: number, round: (n: number) => number): number =>
  round(value / unit) * unit;

export function useViewport(scroller: RefObject<HTMLElement | null>): Viewport {
  const [viewport, setViewport] = useState<Viewport>({ top: 0, bottom: 800, start: 0, end: 1600 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    let frame: number | undefined;
    const read = (): void => {
      frame = undefined;
      // where lines begin at the right, it is negative
      const start = Math.abs(element.scrollLeft);
      const next = {
        top: coarse(element.scrollTop, ROWS_PX, Math.floor),
        bottom: coarse(element.scrollTop + element.clientHeight, ROWS_PX, Math.ceil),
        start: coarse(start, TIME_PX, Math.floor),
        end: coarse(start + element.clientWidth, TIME_PX, Math.ceil),
      };
      setViewport((before) =>
        before.top === next.top &&
        before.bottom === next.bottom &&
        before.start === next.start &&
        before.end === next.end
          ? before
          : next,
      );
    };
    const soon = (): void => void (frame ??= requestAnimationFrame(read));
    const sizes = new ResizeObserver(soon);
    sizes.observe(element);
    element.addEventListener('scroll', soon, { passive: true });
    read();
    return () => {
      if (frame !== undefined) cancelAnimationFrame(frame);
      sizes.disconnect();
      element.removeEventListener('scroll', soon);
    };
  }, [scroller]);
  return viewport;
}

/** The inner width of an element, as it changes. */
export function useWidth(of: RefObject<HTMLElement | null>): number | undefined {
  const [width, setWidth] = useState<number>();
  useLayoutEffect(() => {
    const element = of.current;
    if (!element) return;
    const read = (): void => setWidth(element.clientWidth);
    const sizes = new ResizeObserver(read);
    sizes.observe(element);
    read();
    return () => sizes.disconnect();
  }, [of]);
  return width;
}
