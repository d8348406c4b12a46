import { alpha, makeStyles } from '@material-ui/core/styles';
import TableContainer from '@material-ui/core/TableContainer';
import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import useMeasure from 'react-use/esm/useMeasure';

const useStyles = makeStyles(theme => {
  const shade = (side: 'left' | 'right') => ({
    content: '""',
    position: 'absolute' as const,
    top: 0,
    bottom: 0,
    [side]: 0,
    width: theme.spacing(2),
    pointerEvents: 'none' as const,
    background: `linear-gradient(to ${side}, transparent, ${alpha(
      theme.palette.common.black,
      theme.palette.type === 'dark' ? 0.5 : 0.2,
    )})`,
  });
  return {
    root: { position: 'relative' },
    left: { '&::before': shade('left') },
    right: { '&::after': shade('right') },
  };
});

/** A table that scrolls sideways where it has no room; a shade at an edge says that there is more behind it. */
export const WideTable = ({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}) => {
  const classes = useStyles();
  // Another width paints it anew, which looks at the edges again.
  const [root] = useMeasure<HTMLDivElement>();
  const frame = useRef<HTMLDivElement>(null);
  const [behind, setBehind] = useState({ left: false, right: false });
  const look = () => {
    if (frame.current) {
      const { scrollLeft, clientWidth, scrollWidth } = frame.current;
      const left = scrollLeft > 1;
      const right = scrollLeft + clientWidth < scrollWidth - 1;
      setBehind(old =>
        old.left === left && old.right === right ? old : { left, right },
      );
    }
  };
  useLayoutEffect(look);
  const shades = [behind.left && classes.left, behind.right && classes.right];
  return (
    <div
      ref={root}
      className={[classes.root, ...shades].filter(Boolean).join(' ')}
    >
      <TableContainer
        ref={frame}
        role="region"
        tabIndex={0}
        aria-label={label}
        onScroll={look}
      >
        {children}
      </TableContainer>
    </div>
  );
};
