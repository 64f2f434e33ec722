import type { VersionComparison, VersionReport, VersionResult } from '@countersign/contract';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { request } from '../api/client.ts';
import styles from '../batches/batches.module.css';
import { Failed } from '../frame/broken.tsx';
import { dateText } from '../words/times.ts';
import { words } from '../words/words.ts';
import own from './versions.module.css';

const say = words.versions;

const versionsQuery = (checkpoint: string) =>
  queryOptions({
    queryKey: ['versions', checkpoint],
    queryFn: () => request<VersionReport>('GET', `/v1/checkpoints/${encodeURIComponent(checkpoint)}/versions`),
  });

const nameOf = ({ model, prompt }: VersionResult) => [model ?? say.noModel, prompt].filter(Boolean).join(' · ');
const between = (low: string, high: string) => say.between(low, high);

/** What people made of each model and prompt, and whether the newer one is better on the same kinds of items. */
export function VersionsScreen() {
  const { checkpoint } = useParams({ strict: false }) as { checkpoint: string };
  const { data, error, refetch } = useQuery(versionsQuery(checkpoint));
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div>
          <p className={styles.dim}>{checkpoint}</p>
          <h1>{say.title}</h1>
          <p className={styles.sub}>{say.help}</p>
        </div>
      </header>
      {error && !data && <Failed error={error} retry={() => void refetch()} />}
      {data?.versions.length === 0 && <p className={styles.sub}>{say.none}</p>}
      {data && data.versions.length > 0 && <Results versions={data.versions} />}
      {data?.comparisons.map((comparison) => (
        <Comparison key={comparison.after} comparison={comparison} versions={data.versions} />
      ))}
      {data && <p className={styles.dim}>{say.looked(data.items, data.isWhole)}</p>}
    </div>
  );
}

function Results({ versions }: { versions: VersionResult[] }) {
  return (
    <section className={styles.part} aria-label={say.title}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by key */}
      <div className={own.scroll} tabIndex={0}>
        <table className={own.table}>
          <thead>
            <tr>
              {[say.version, say.items, say.edited, say.rejected, say.returned, say.distance, say.seconds].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {versions.map((version) => (
              <tr key={nameOf(version)}>
                <th scope="row">
                  {nameOf(version)}
                  <span className={styles.dim}>
                    {dateText(version.firstAt)} – {dateText(version.lastAt)}
                  </span>
                </th>
                <td>{words.count(version.items)}</td>
                {[version.edited, version.rejected, version.returned].map((one, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the columns never change
                  <td key={at}>
                    {words.share(one.rate)}
                    <span className={styles.dim}>{between(words.share(one.low), words.share(one.high))}</span>
                  </td>
                ))}
                <td>
                  {version.distance ? words.share(version.distance.mean) : '–'}
                  {version.distance && (
                    <span className={styles.dim}>{between(words.share(version.distance.low), words.share(version.distance.high))}</span>
                  )}
                </td>
                <td>
                  {version.seconds ? say.time(version.seconds.mean) : '–'}
                  {version.seconds && (
                    <span className={styles.dim}>{between(say.time(version.seconds.low), say.time(version.seconds.high))}</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Comparison({ comparison, versions }: { comparison: VersionComparison; versions: VersionResult[] }) {
  const [before, after] = [versions[comparison.before], versions[comparison.after]];
  if (!before || !after) return null;
  const lines: [string, VersionComparison['edited'] | null, (value: number) => string][] = [
    [say.edited, comparison.edited, say.points],
    [say.rejected, comparison.rejected, say.points],
    [say.distance, comparison.distance, say.points],
    [say.seconds, comparison.seconds, say.signedTime],
  ];
  return (
    <section className={styles.part} aria-label={say.against(nameOf(after), nameOf(before))}>
      <h2>{say.against(nameOf(after), nameOf(before))}</h2>
      <dl className={styles.facts}>
        {lines.map(
          ([label, found, text]) =>
            found && (
              <div key={label}>
                <dt>{label}</dt>
                <dd>
                  {text(found.difference)} <span className={styles.dim}>{between(text(found.low), text(found.high))}</span>
                  <span className={styles.dim}> {found.high < 0 ? say.better : found.low > 0 ? say.worse : say.unsure}</span>
                </dd>
              </div>
            ),
        )}
      </dl>
      <p className={styles.dim}>{say.kinds(comparison.kinds, comparison.items.before, comparison.items.after)}</p>
    </section>
  );
}
