package io.dreamcacher.collections.download;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Downloads the pictures of a list of links into a folder of img2dataset's layout. The order of the list decides every name, and
 * a run that was stopped anywhere and started again leaves the same bytes as one that was not. One run at a time.
 */
public final class Downloader {
    /** Links that may wait for their host while others are asked, for each request that may be made at once. */
    private static final int WAITING_LINKS = 16;

    private final DownloadPlan plan;
    private final Web web;
    private final Phase.Watch watch;
    private final Counts counts = new Counts();
    private final ImageShaper maker;
    private final Semaphore window;
    private final AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();

    Downloader(DownloadPlan plan, Web web, Phase.Watch watch) {
        this.plan = plan;
        this.web = web;
        this.watch = watch;
        this.maker = new ImageShaper(plan.form(), plan.limits());
        this.window = new Semaphore(WAITING_LINKS * plan.limits().threads());
    }

    /** A downloader for one run. */
    public static Downloader of(DownloadPlan plan) {
        return new Downloader(plan, Web.system(), Phase.Watch.NOBODY);
    }

    /** Is told how far a run is, by many threads, also at the same time. */
    public interface Listener {
        /** Another link is dealt with. */
        void progress(Progress progress);
    }

    /**
     * How far a run is.
     *
     * @param done links that are dealt with, by earlier runs included
     * @param total links of the list
     * @param success pictures of this run
     * @param failed links that came to nothing in this run
     * @param bytes of these pictures as they came
     */
    public record Progress(long done, long total, long success, long failed, long bytes) {}

    /**
     * Goes through the list, or on where an earlier run ended.
     *
     * @throws DreamCacherException {@code NOT_FOUND} or {@code BAD_REQUEST} for the list or a folder of another one,
     *         {@code BUSY} if another process is at it, {@code EXHAUSTED} or {@code BAD_DATA} for the disk, {@code CANCELLED} if
     *         this thread is interrupted
     */
    public DownloadTally run(Listener listener) {
        long start = System.nanoTime();
        long total = LinkReader.count(plan.links()); // what is wrong with the list is said before anything is asked
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        HttpClient client = web.client(plan.limits(), threads);
        try (DownloadFolder folder = DownloadFolder.open(plan, watch); LinkReader links = plan.links().open()) {
            new Run(folder, fetcher(client), links, threads, listener, total).run();
        } catch (IOException e) {
            throw disk(e, plan.target());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DreamCacherException(FailureCategory.CANCELLED,
                    "The download was stopped; what is there is kept, and the same command goes on with it.", e);
        } finally {
            client.shutdownNow();
            threads.shutdownNow();
        }
        return counts.tally(total, (System.nanoTime() - start) / 1_000_000);
    }

    private Fetcher fetcher(HttpClient client) {
        return new Fetcher(new WebClient(client, plan.limits(), web.waiting()),
                new AddressRule(web.resolver(), plan.manners().nearHosts()), plan.manners(), plan.limits().bytes());
    }

    private static DreamCacherException disk(IOException e, Path target) {
        String reason = String.valueOf(e.getMessage());
        boolean full = reason.toLowerCase(Locale.ROOT).matches(".*(no space left|quota exceeded|not enough space).*");
        return new DreamCacherException(full ? FailureCategory.EXHAUSTED : FailureCategory.BAD_DATA,
                "Pictures need a folder with room that this user may write, but %s failed (%s: %s); what is there is kept, and the same command goes on with it."
                        .formatted(target, e.getClass().getSimpleName(), reason),
                e);
    }

    /** One run. */
    private final class Run {
        private final DownloadFolder folder;
        private final Fetcher fetcher;
        private final LinkReader links;
        private final ExecutorService threads;
        private final Listener listener;
        private final long total;

        Run(DownloadFolder folder, Fetcher fetcher, LinkReader links, ExecutorService threads, Listener listener,
                long total) {
            this.folder = folder;
            this.fetcher = fetcher;
            this.links = links;
            this.threads = threads;
            this.listener = listener;
            this.total = total;
        }

        void run() throws IOException, InterruptedException {
            for (int number = 0; links.hasNext() && broken.get() == null; number++) {
                shard(number);
            }
            window.acquire(WAITING_LINKS * plan.limits().threads()); // until none is under way
            rethrow();
        }

        private void rethrow() throws IOException {
            switch (broken.get()) {
                case null -> {
                    // all went well
                }
                case IOException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case Throwable other -> throw new IllegalStateException("a thread of the downloader ended", other);
            }
        }

        private void shard(int number) throws IOException, InterruptedException {
            if (Shard.isWhole(folder, number)) {
                Set<Integer> failures = Shard.failures(folder, number);
                if (failures.isEmpty() || !plan.retryFailed()) {
                    pass(failures.size());
                    return;
                }
                Shard.reopen(folder, number, IntStream.range(0, links(number))
                        .filter(position -> !failures.contains(position))
                        .boxed()
                        .toList(), watch);
            }
            Shard shard = Shard.open(folder, number, watch);
            if (plan.retryFailed()) {
                shard.forgetFailures();
            }
            ShardRun run = new ShardRun(shard);
            for (int position = 0; position < plan.limits().shard() && links.hasNext(); position++) {
                begin(run, position, links.next());
            }
            window.acquire();
            inBackground(run, () -> {});
        }

        /** How many links a shard has; the last one may have fewer. */
        private int links(int number) {
            int size = plan.limits().shard();
            return (int) Math.min(size, total - (long) number * size);
        }

        /** Leaves the links of a whole shard out. */
        private void pass(int failures) {
            int count = 0;
            while (count < plan.limits().shard() && links.hasNext()) {
                links.next();
                count++;
            }
            counts.addBefore(count - failures, failures);
            listener.progress(counts.progress(total));
        }

        private void begin(ShardRun run, int position, Link link) throws InterruptedException {
            switch (run.shard().known(position, link)) {
                case SUCCESS -> counts.addBefore(1, 0);
                case FAILURE -> counts.addBefore(0, 1);
                case NOTHING -> {
                    window.acquire();
                    run.begin();
                    inBackground(run, () -> deal(run.shard(), position, link));
                }
            }
        }

        /** Does a part of a shard's work, and what comes of it being the last. The first failure ends the run. */
        private void inBackground(ShardRun run, Work work) {
            threads.execute(() -> {
                try {
                    if (broken.get() == null) {
                        work.run();
                        run.end();
                    }
                } catch (Throwable e) { // whatever it is, the run must end with it
                    broken.compareAndSet(null, e);
                } finally {
                    window.release();
                }
            });
        }

        private void deal(Shard shard, int position, Link link) throws IOException, InterruptedException {
            LinkResult result = stored(shard, position, link);
            counts.add(WebAddress.of(link.url()).map(URI::getHost).orElse("(no address)"), result);
            listener.progress(counts.progress(total));
        }

        private LinkResult stored(Shard shard, int position, Link link) throws IOException, InterruptedException {
            try (WebAnswer answer = fetcher.fetch(link)) {
                LinkResult result = maker.make(answer.body());
                shard.store(position, link, result);
                return result;
            } catch (FetchFailure e) {
                LinkResult result = new LinkResult.Failure(LinkResult.Failure.DOWNLOAD, e.getMessage());
                shard.store(position, link, result);
                return result;
            }
        }
    }

    /** A part of the work. */
    private interface Work {
        void run() throws IOException, InterruptedException;
    }
}
