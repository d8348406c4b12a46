import Button from '@material-ui/core/Button';
import FileCopyOutlined from '@material-ui/icons/FileCopyOutlined';
import { useEffect, useState } from 'react';
import useCopyToClipboard from 'react-use/esm/useCopyToClipboard';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';

const TOLD_MS = 4_000;

/** Copies text that is put together only when asked for, and says so for a moment. */
export const CopyButton = ({
  children,
  text,
  copiedWords,
  disabled = false,
}: {
  readonly children: string;
  readonly text: () => string;
  /** What is said after it; by default just that. */
  readonly copiedWords?: () => string;
  readonly disabled?: boolean;
}) => {
  const { t } = useVaultEksTranslation();
  const [{ error }, copy] = useCopyToClipboard();
  const [told, setTold] = useState<string>();
  useEffect(() => {
    if (told === undefined) {
      return undefined;
    }
    const timer = setTimeout(() => setTold(undefined), TOLD_MS);
    return () => clearTimeout(timer);
  }, [told]);
  const onClick = () => {
    copy(text());
    setTold(copiedWords?.() ?? t('audit.actions.copied'));
  };
  const said = told && error ? t('audit.actions.copyFailed') : told;
  return (
    <Button
      size="small"
      variant="outlined"
      startIcon={<FileCopyOutlined />}
      disabled={disabled}
      onClick={onClick}
    >
      <span aria-live="polite">{said ?? children}</span>
    </Button>
  );
};
