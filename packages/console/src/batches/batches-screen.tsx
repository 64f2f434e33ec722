import type { Batch } from '@countersign/contract';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { queryClient } from '../api/queries.ts';
import { Failed } from '../frame/broken.tsx';
import { sinceText, whenText } from '../words/times.ts';
import { words } from '../words/words.ts';
import { batchesQuery, batchQuery, uploadBatch } from './batch-calls.ts';
import styles from './batches.module.css';
import { UploadBox } from './upload-box.tsx';

const say = words.batches;

/** The files that were uploaded, newest first, and the place to upload the next. */
export function BatchesScreen() {
  const { data, error, refetch } = useQuery(batchesQuery);
  const navigate = useNavigate();
  const upload = useMutation({
    mutationFn: uploadBatch,
    onSuccess(batch) {
      queryClient.setQueryData(batchQuery(batch.id).queryKey, batch);
      void queryClient.invalidateQueries(batchesQuery);
      void navigate({ to: '/batches/$id', params: { id: batch.id } });
    },
  });
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div>
          <h1>{say.title}</h1>
          <p className={styles.sub}>{say.help}</p>
        </div>
        <Link to="/workflows">{say.workflows.nav}</Link>
      </header>
      <UploadBox isBusy={upload.isPending} error={upload.error} onFile={upload.mutate} />
      {error && !data && <Failed error={error} retry={() => void refetch()} />}
      {data?.length === 0 && <p className={styles.sub}>{say.none}</p>}
      {data && data.length > 0 && (
        <ul className={styles.list}>
          {data.map((batch) => (
            <BatchLine key={batch.id} batch={batch} />
          ))}
        </ul>
      )}
    </div>
  );
}

function BatchLine({ batch }: { batch: Batch }) {
  return (
    <li>
      <Link to="/batches/$id" params={{ id: batch.id }}>
        <strong>{batch.title}</strong>
      </Link>
      <span className={styles.tag} data-state={batch.state}>
        {say.state[batch.state]}
      </span>
      <span className={styles.dim}>
        {say.rows(batch.rows)} ·{' '}
        <time dateTime={batch.createdAt} title={whenText(batch.createdAt)}>
          {sinceText(batch.createdAt)}
        </time>
      </span>
    </li>
  );
}
