import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { checkpointsQuery, itemsQuery } from '../api/queries.ts';
import { Failed } from '../frame/broken.tsx';
import type { ItemsSearch } from '../router.tsx';
import { words } from '../words/words.ts';
import { Filters } from './filters.tsx';
import { ItemRows } from './item-rows.tsx';
import styles from './items.module.css';
import { useFreshItems } from './use-fresh-items.ts';

export function ItemsScreen() {
  const search = useSearch({ from: '/frame/items' });
  const navigate = useNavigate({ from: '/items' });
  const { data: checkpoints } = useQuery(checkpointsQuery);
  const list = useInfiniteQuery(itemsQuery(search));
  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const [fresh, clearFresh] = useFreshItems(search.checkpoint);
  const filter = (next: ItemsSearch) => void navigate({ search: next, replace: true });
  const isFiltered = Boolean(search.checkpoint || search.state || search.search);

  return (
    <div className={styles.page}>
      <h1 className="visually-hidden">{words.list.title}</h1>
      <Filters
        search={search}
        checkpoints={checkpoints ?? []}
        onChange={filter}
        shown={list.data ? words.list.shown(items.length, list.hasNextPage) : ''}
        fresh={fresh}
        onFresh={() => {
          clearFresh();
          void list.refetch();
        }}
      />
      {list.error ? (
        <Failed error={list.error} retry={() => void list.refetch()} />
      ) : items.length === 0 && list.data ? (
        <div className={styles.empty}>
          <h2>{isFiltered ? words.list.empty : words.list.none}</h2>
          <p>{isFiltered ? words.list.emptyHelp : words.list.noneHelp}</p>
        </div>
      ) : (
        <ItemRows
          items={items}
          hasMore={list.hasNextPage}
          isLoading={list.isFetchingNextPage}
          loadMore={() => void list.fetchNextPage()}
          search={search}
        />
      )}
    </div>
  );
}
