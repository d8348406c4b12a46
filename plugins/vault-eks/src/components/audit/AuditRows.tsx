import { makeStyles } from '@material-ui/core/styles';
import type { AuditItem } from '../../audit/AuditItem';
import type { RowWindow } from '../../audit/RowRing';
import { AuditRow, type AuditRowProps } from './AuditRow';
import type { useActiveRow } from './useActiveRow';
import type { useAuditScroll } from './useAuditScroll';

const useStyles = makeStyles({
  canvas: { position: 'relative', width: '100%' },
  row: { position: 'absolute', top: 0, left: 0, width: '100%' },
});

/** The rows in sight, each where it belongs among all. */
export const AuditRows = ({
  items,
  virtualizer,
  rowHeight,
  activeRow,
  chosen,
  ...row
}: {
  readonly items: RowWindow<AuditItem>;
  readonly virtualizer: ReturnType<typeof useAuditScroll>['virtualizer'];
  readonly rowHeight: number;
  readonly activeRow: ReturnType<typeof useActiveRow>;
  readonly chosen: AuditItem | undefined;
} & Pick<AuditRowProps, 'format' | 'narrow' | 'detailsId' | 'callbacks'>) => {
  const classes = useStyles();
  return (
    <div
      role="list"
      className={classes.canvas}
      style={{ height: virtualizer.getTotalSize() }}
    >
      {virtualizer.getVirtualItems().map(({ index, start }) => {
        const item = items.at(index);
        return (
          item && (
            <div
              key={item.id}
              role="listitem"
              aria-posinset={index + 1}
              aria-setsize={items.length}
              className={classes.row}
              style={{
                height: rowHeight,
                transform: `translateY(${start}px)`,
              }}
            >
              <AuditRow
                {...row}
                item={item}
                chosen={chosen?.id === item.id}
                active={index === activeRow.activeIndex}
                takeFocus={activeRow.wantsFocus(index)}
              />
            </div>
          )
        );
      })}
    </div>
  );
};
