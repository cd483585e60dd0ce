package io.dreamcacher.memory;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Right;
import io.dreamcacher.catalogue.Catalogue;
import io.dreamcacher.catalogue.ForgetTarget;
import io.dreamcacher.catalogue.GenerationCursor;
import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.catalogue.RememberedPrompt;
import io.dreamcacher.catalogue.Statistics;
import io.dreamcacher.catalogue.Statistics.Verdict;
import io.dreamcacher.embedding.EncodedPrompt;
import io.dreamcacher.embedding.SearchEncoder;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.generator.GenerationProgress;
import io.dreamcacher.generator.GeneratorDescription;
import io.dreamcacher.generator.ImageGenerators;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.memory.InFlightGeneration.Waiter;
import io.dreamcacher.memory.MemoryLookup.Hits;
import io.dreamcacher.memory.MemoryLookup.Missed;
import io.dreamcacher.memory.MemoryLookup.OfSeed;
import io.dreamcacher.request.GenerationRequest;
import io.dreamcacher.request.MemoryUse;
import io.dreamcacher.request.RequestText;
import io.dreamcacher.request.SeedIntent;
import io.dreamcacher.reuse.ErrorBudget;
import io.dreamcacher.suggestion.Suggester;
import io.dreamcacher.suggestion.Suggestion;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A memory in front of text-to-image. A request is answered from what was generated before when that is right, and
 * otherwise generated and remembered; everything remembered can be searched and suggests prompts.
 *
 * <p>Thread-safe; methods block until they are done. An image in an answer would survive a power cut, and the very next
 * request finds it. Failures are {@link DreamCacherException}s whose message is a sentence for the caller.
 */
public final class DreamMemory implements AutoCloseable {
    private static final int MOST_SUGGESTIONS = 100;
    private static final int MOST_EXPLAINED = 20;
    /** How often to look whether another process has remembered what it makes. */
    private static final Duration POLL = Duration.ofMillis(250);

    private final Catalogue catalogue;
    private final SearchEncoder encoder;
    private final ImageGenerators generators;
    private final RandomGenerator random;
    private final InstantSource clock;
    private final IndexProjector index;
    private final UseLog uses;
    private final GenerationQueues queues;
    private final SingleFlight singleFlight;
    private final StoredImages stored;
    private final ImageParts images;
    private final Thumbnails thumbnails;
    private final MemoryLookup lookup;
    private final ImageMaker maker;
    private final Creation creation;
    private final Importing importing;
    private final ReuseChecks checks;
    private final ImageSearch search;
    private final ImageCheck check;
    private final Forgetting forgetting;

    /** A memory that checks nothing in the background. */
    public DreamMemory(MemoryParts parts, int waiting) {
        this(parts, MemoryParts.Policy.unchecked(waiting));
    }

    /**
     * Takes over the parts and finishes deletions a crash interrupted.
     *
     * @param parts what the memory is made of; closed with it
     */
    public DreamMemory(MemoryParts parts, MemoryParts.Policy policy) {
        catalogue = parts.catalogue();
        images = parts.images();
        encoder = parts.engine().encoder();
        generators = parts.engine().generators();
        random = parts.random();
        clock = parts.clock();
        index = new IndexProjector(catalogue, parts.index(), parts.clock());
        uses = new UseLog(catalogue, index);
        queues = new GenerationQueues(policy.waiting());
        singleFlight = new SingleFlight(parts.leases(), POLL);
        stored = new StoredImages(images);
        thumbnails = new Thumbnails(images, stored);
        lookup = new MemoryLookup(parts, index, uses, stored,
                new ImageChoice(policy, parts.random(), parts.clock()));
        maker = new ImageMaker(images.files(), parts.clock(), random);
        creation = new Creation(parts, index, maker);
        importing = new Importing(parts, index);
        checks = new ReuseChecks(parts, policy.checkedShare(), maker, queues, uses, lookup::checked);
        search = new ImageSearch(encoder, index);
        check = new ImageCheck(catalogue, images.store(), stored);
        forgetting = new Forgetting(parts, index, stored, uses);
        new Reconciliation(images, catalogue, parts.clock()).run();
    }

    /** Name of the model used where a request names none. */
    public String defaultModel() {
        return generators.defaultModel();
    }

    /** Names of the models that are offered, the default first. */
    public List<String> models() {
        return generators.offered();
    }

    /** What images of a model are remembered under; the name itself where there is no such model. */
    private String remembered(String model) {
        try {
            return model(model).name();
        } catch (DreamCacherException e) {
            if (e.category() == FailureCategory.NOT_FOUND || e.category() == FailureCategory.BAD_MODEL) {
                return model;
            }
            throw e;
        }
    }

    /** What a model is, can do, and does by default; loads no network. */
    public GeneratorDescription model(String name) {
        return generators.named(RequestText.require("model", name)).description();
    }

    /**
     * Answers a request.
     *
     * @param access who asks; needs {@link Right#WRITE}, and {@link Right#READ} unless the memory is not to be read
     * @param listener told how it gets on
     * @param cancellation the caller's way to stop waiting; the generation itself stops when nobody else waits for it
     */
    public Answer answer(Access access, GenerationRequest request, AnswerListener listener,
            Cancellation cancellation) {
        access.require(Right.WRITE);
        if (request.memory().use() == MemoryUse.READ_AND_REMEMBER) {
            access.require(Right.READ);
        }
        ResolvedRequest asked = new ResolvedRequest(request, access, generators.named(request.model()), encoder::encode,
                System.nanoTime());
        Answer answer = new Answer(switch (request.memory().use()) {
            case READ_AND_REMEMBER -> request.seed() instanceof SeedIntent.Fixed fixed
                    ? fixedSeeds(asked, fixed, listener, cancellation)
                    : anySeeds(asked, listener, cancellation);
            case REMEMBER_ONLY, NONE -> anew(asked, listener, cancellation);
        });
        answer.images().forEach(image -> lookup.shown(asked, image));
        return answer;
    }

    private List<ImageAnswer> fixedSeeds(ResolvedRequest asked, SeedIntent.Fixed fixed, AnswerListener listener,
            Cancellation cancellation) {
        return together(asked, asked.request.count(), cancellation, (i, stop) -> {
            long seed = fixed.seed() + i;
            return switch (lookup.ofSeed(asked, seed)) {
                case OfSeed.Hit(ImageAnswer image) -> image;
                case OfSeed.Miss(String reason) -> create(asked, OptionalLong.of(seed), new MissingImage.BySeed(seed),
                        Missed.because(reason), new Waiter(i, listener), stop, Optional.empty()).orElseThrow();
            };
        });
    }

    private List<ImageAnswer> anySeeds(ResolvedRequest asked, AnswerListener listener, Cancellation cancellation) {
        Optional<NearInFlight> near = lookup.inFlight(asked, singleFlight.ended());
        boolean checked = checks.draws(asked);
        Hits hits = lookup.hits(asked, checked);
        int known = hits.images().size();
        if (known == asked.request.count()) {
            if (checked) {
                hits.nearest().ifPresent(image -> checks.reused(asked, image));
            }
            return hits.images();
        }
        listener.missed(hits.missed().reason());
        boolean shared = asked.request.seed() instanceof SeedIntent.Any;
        Set<Optional<GenerationId>> given = ConcurrentHashMap.newKeySet();
        hits.images().forEach(image -> given.add(image.id()));
        List<ImageAnswer> made = together(asked, asked.request.count() - known, cancellation, (i, stop) -> {
            Waiter waiter = new Waiter(known + i, listener);
            int position = hits.exact() + i;
            Missed missed = hits.missed();
            Optional<ImageAnswer> image;
            do { // several at once come in any order, so that one's position may be taken by the next
                MissingImage missing = shared
                        ? new MissingImage.ByPosition(position)
                        : new MissingImage.Alone(random.nextLong());
                image = create(asked, maker.seed(asked, i), missing, missed, waiter, stop, near);
                if (image.isPresent()) {
                    position += asked.request.count();
                } else {
                    Hits since = lookup.again(asked, ids(given));
                    image = since.images().stream().findFirst();
                    missed = since.missed();
                }
            } while (image.isEmpty() || !given.add(image.get().id()));
            return image.get();
        });
        hits.nearest().ifPresent(image -> checks.missed(asked, image));
        return Stream.concat(hits.images().stream(), made.stream()).toList();
    }

    private static Set<GenerationId> ids(Set<Optional<GenerationId>> images) {
        return images.stream().flatMap(Optional::stream).collect(Collectors.toSet());
    }

    private List<ImageAnswer> anew(ResolvedRequest asked, AnswerListener listener, Cancellation cancellation) {
        String reason = asked.request.memory().use() == MemoryUse.NONE
                ? ImageMaker.NOT_USED
                : "A new picture was asked for.";
        return together(asked, asked.request.count(), cancellation, (i, stop) -> {
            return create(asked, maker.seed(asked, i), new MissingImage.Alone(random.nextLong()),
                    Missed.because(reason),
                    new Waiter(i, listener), stop, Optional.empty()).orElseThrow();
        });
    }

    private static List<ImageAnswer> together(ResolvedRequest asked, int images, Cancellation cancellation,
            ImagesTogether.Making making) {
        int atOnce = asked.generator.description().capabilities().running().atOnce();
        return ImagesTogether.of(images, atOnce, making, cancellation);
    }

    /**
     * Joins the generation in flight that makes this image, or begins one.
     *
     * @param near what may be followed instead; then nothing is returned when the memory is to be asked again
     */
    private Optional<ImageAnswer> create(ResolvedRequest asked, OptionalLong seed, MissingImage missing, Missed missed,
            Waiter waiter, Cancellation cancellation, Optional<NearInFlight> near) {
        String key = String.join(" ", asked.access.writeScope().name(), asked.identity.key(), missing.toString(),
                missed.start().map(RefinementStart::key).orElse(""));
        return singleFlight.await(
                new SingleFlight.Wanted(key, queues.of(asked.generator.description()), asked, near), waiter,
                cancellation,
                new SingleFlight.Work() {
                    @Override
                    public Optional<ImageAnswer> found() {
                        return foundSince(asked, missing);
                    }

                    @Override
                    public ImageAnswer make(GenerationProgress progress) {
                        if (asked.request.memory().use() == MemoryUse.NONE) {
                            return maker.unstored(asked, seed, missed.reason(), progress);
                        }
                        return missed.start()
                                .map(start -> creation.refined(asked, start, seed, missed.reason(), progress))
                                .orElseGet(() -> creation.remembered(asked, seed, missed.reason(), progress));
                    }

                    @Override
                    public void joined(ImageAnswer image) {
                        lookup.shared(asked, image);
                    }
                });
    }

    private Optional<ImageAnswer> foundSince(ResolvedRequest asked, MissingImage missing) {
        return switch (missing) {
            case MissingImage.BySeed(long seed) -> switch (lookup.ofSeed(asked, seed)) {
                case OfSeed.Hit(ImageAnswer image) -> Optional.of(image);
                case OfSeed.Miss miss -> Optional.empty();
            };
            case MissingImage.ByPosition(int position) -> lookup.atPosition(asked, position);
            case MissingImage.Alone alone -> Optional.empty();
        };
    }

    /** Remembered images near to words, an image, or both; nearest first. */
    public List<SearchQuery.Found> search(Access access, SearchQuery query) {
        access.require(Right.READ);
        return search.search(access, query.ofModel(query.model().map(this::remembered)));
    }

    /**
     * Remembered prompts for what somebody is typing.
     *
     * @param k at most this many, 1 to 100
     */
    public List<Suggestion> suggest(Access access, String typed, int k) {
        access.require(Right.READ);
        if (k < 1 || k > MOST_SUGGESTIONS) {
            throw DreamCacherException
                    .badRequest("k, the number of suggestions, must be from 1 to %d, but %d was given."
                            .formatted(MOST_SUGGESTIONS, k));
        }
        String text = RequestText.require("The text to complete", typed);
        return index.ask(found -> new Suggester(found, encoder).suggest(text, access.readScopes(), k));
    }

    /** A remembered generation; empty when there is none of this name. */
    public Optional<Generation> generation(Access access, GenerationId id) {
        access.require(Right.READ);
        return catalogue.byId(access, id);
    }

    /** Remembered generations, newest first. */
    public List<Generation> newest(Access access, int limit) {
        access.require(Right.READ);
        return catalogue.newest(access, limit);
    }

    /** Remembered generations after a place in that list. */
    public List<Generation> newest(Access access, GenerationCursor before, int limit) {
        access.require(Right.READ);
        return catalogue.newest(access, before, limit);
    }

    /** The file of a remembered generation, with its recipe inside; empty when it is gone or is another one. */
    public Optional<ImageFile> image(Access access, GenerationId id) {
        return generation(access, id).flatMap(stored::read);
    }

    /** The same, for those who have looked the generation up already. */
    public Optional<ImageFile> image(Access access, Generation generation) {
        access.require(Right.READ);
        return readable(access, generation).flatMap(stored::read);
    }

    private static Optional<Generation> readable(Access access, Generation generation) {
        return Optional.of(generation).filter(found -> access.reads(found.scope()));
    }

    /**
     * A small copy of a remembered image, for the eye alone; empty when the image is gone or is another one.
     *
     * @param size of its longest side, one of {@link ImageParts#THUMBNAIL_SIZES}
     */
    public Optional<ImageFile> thumbnail(Access access, Generation generation, int size) {
        access.require(Right.READ);
        return readable(access, generation).flatMap(found -> thumbnails.of(found, size));
    }

    /** Whether this very prompt is remembered, with an image or without. */
    public boolean remembersPrompt(Access access, String prompt) {
        access.require(Right.READ);
        return catalogue.prompt(access, PromptKey.of(prompt)).isPresent();
    }

    /** Remembers prompts without images: they serve suggestions. Those known already stay as they are. */
    public void rememberPrompts(Access access, List<String> prompts) {
        access.require(Right.WRITE);
        Map<PromptKey, String> fresh = new LinkedHashMap<>();
        for (String prompt : prompts) {
            RequestText.require("prompt", prompt);
            fresh.putIfAbsent(PromptKey.of(prompt), prompt);
        }
        Iterator<EncodedPrompt> vectors = encoder.encodePrompts(List.copyOf(fresh.values())).iterator();
        catalogue.addPrompts(access, fresh.entrySet()
                .stream()
                .map(prompt -> new RememberedPrompt(access.writeScope(), prompt.getKey(), prompt.getValue(), 0,
                        vectors.next().prompt(), Optional.empty()))
                .toList());
        index.follow();
    }

    /**
     * The remembered prompts of the scope that is written, with images and without, in order of their keys.
     *
     * @param after only those behind this key; empty for the first
     * @param limit how many at most, from 1
     */
    public List<RememberedPrompt> prompts(Access access, Optional<PromptKey> after, int limit) {
        access.require(Right.READ);
        return catalogue.prompts(access, after, limit);
    }

    /**
     * Takes images from elsewhere in: from then on they are found by words and by image, and their prompts are suggested. One that Dream
     * Cacher made answers what it answered where it was made; any other answers no request, since nobody knows what exactly made it.
     *
     * @param access must have {@link Right#ADMINISTER}: nobody else may show others what this memory never made
     * @param given at most some hundreds; they are looked at side by side
     * @return what became of each, in order; what was remembered before stays as it is
     */
    public List<Arrival> takeIn(Access access, List<ForeignImage> given) {
        access.require(Right.ADMINISTER);
        return importing.take(access, given);
    }

    /**
     * Keeps what somebody says of an answer. A bad one never again answers this prompt, except where its very seed is asked
     * for: for anybody in the scope if the caller administers it, else for this caller. A good one takes that back, and answers
     * this prompt from then on without being judged again. Both are counted, and both count at once.
     *
     * @param prompt that was asked for
     * @param good whether the image is what was wanted
     * @return whether there is such a generation
     */
    public boolean judge(Access access, String prompt, GenerationId id, boolean good) {
        access.require(Right.WRITE);
        RequestText.require("prompt", prompt);
        Optional<Generation> judged = generation(access, id);
        judged.ifPresent(generation -> judge(access, prompt, generation, good));
        return judged.isPresent();
    }

    /** Keeps what somebody says of an image as an answer to the prompt it was made of. */
    public boolean judge(Access access, GenerationId id, boolean good) {
        access.require(Right.WRITE);
        Optional<Generation> judged = generation(access, id);
        judged.ifPresent(generation -> judge(access, generation.recipe().prompt(), generation, good));
        return judged.isPresent();
    }

    private void judge(Access access, String prompt, Generation generation, boolean good) {
        PromptKey key = PromptKey.of(prompt);
        Verdict.Kind kind = kind(generation, key);
        OptionalDouble similarity = kind == Verdict.Kind.SIMILAR
                ? OptionalDouble.of(encoder.encode(prompt)
                        .prompt()
                        .similarity(encoder.encode(generation.recipe().prompt()).prompt()))
                : OptionalDouble.empty();
        catalogue.judge(access, clock.instant(), new Verdict(key, generation.id(), kind, good, similarity));
        lookup.judged(access);
    }

    private static Verdict.Kind kind(Generation generation, PromptKey asked) {
        if (!PromptKey.of(generation.recipe().prompt()).equals(asked)) {
            return Verdict.Kind.SIMILAR;
        }
        return generation.recipe().refinement().isPresent() ? Verdict.Kind.REFINED : Verdict.Kind.OWN;
    }

    /**
     * Deletes image, index entry and suggestion; {@code false} when there is no such generation.
     *
     * @throws DreamCacherException with FORBIDDEN when there is, but somebody else had it made and the caller does not
     *         administer the memory
     */
    public boolean delete(Access access, GenerationId id) {
        Optional<Generation> found = catalogue.byId(access, id);
        boolean there = catalogue.delete(access, id);
        if (there) {
            index.follow();
            images.delete(found.stream().map(StoredImages::key).toList());
            found.ifPresent(stored::forget);
            catalogue.deleted(id);
        }
        return there;
    }

    /**
     * How much {@link #forget} would take away.
     *
     * @param access as there
     */
    public ForgetTarget.Extent wouldForget(Access access, ForgetTarget what) {
        requireDeleting(access);
        return catalogue.extent(access, named(what));
    }

    /**
     * Forgets for good: images and small copies, rows and vectors, suggestions, what was seen, rejected and judged of them.
     * When it returns, no file of the memory has a word of a prompt that nothing else remembers, not even where files keep
     * what was deleted. It works in pieces; stopped on its way it goes on when the same is forgotten again. What is being
     * made or asked for meanwhile is remembered as ever.
     *
     * @param access who administers forgets whatever they may read; others need {@link Right#DELETE_OWN} and forget what
     *        they had made themselves in the scope they write
     * @return how much
     */
    public ForgetTarget.Extent forget(Access access, ForgetTarget what) {
        requireDeleting(access);
        ForgetTarget.Extent forgotten = forgetting.of(access, named(what));
        lookup.forget();
        return forgotten;
    }

    private static void requireDeleting(Access access) {
        if (!access.has(Right.ADMINISTER)) {
            access.require(Right.DELETE_OWN);
        }
    }

    private ForgetTarget named(ForgetTarget what) {
        return what instanceof ForgetTarget.OfModel(String name) ? new ForgetTarget.OfModel(remembered(name)) : what;
    }

    /**
     * Reads every stored image and compares it with what is remembered of it: whether there is a file, whether it is the
     * one that was remembered, and whether it is whole. Then looks for files of which nothing is remembered.
     *
     * @param access must have {@link Right#ADMINISTER}; images of every scope are read
     * @param setAside whether to move files that are damaged or overwritten out of the store; none is deleted
     * @param progress told how many images were read, now and then
     */
    public CheckReport check(Access access, boolean setAside, LongConsumer progress) {
        access.require(Right.ADMINISTER);
        return check.all(setAside, progress);
    }

    /**
     * A piece of such a check, which goes on where the last piece ended, in this process or one before, and begins anew
     * after the end. It sets nothing aside.
     *
     * @param access must have {@link Right#ADMINISTER}; images of every scope are read
     * @param most images to look at, 1 or more
     */
    public CheckReport checkNext(Access access, int most) {
        access.require(Right.ADMINISTER);
        return check.next(most);
    }

    /** Images whose file was missing or wrong when it was last looked at, and has not been put back or deleted since. */
    public int faultyImages() {
        return stored.faulty();
    }

    /** What the memory holds and did, as far as the caller may read. */
    public MemoryStats stats(Access access) {
        access.require(Right.READ);
        uses.tryFlush();
        return new MemoryStats(catalogue.totals(access), catalogue.judged(access),
                index.ask(search -> search.count(access.readScopes())),
                catalogue.identity().clip().toString());
    }

    /** What the memory saved, how often it was wrong, and how its images share in its answers, as far as the caller may read. */
    public MemoryReport report(Access access) {
        MemoryStats stats = stats(access);
        List<Statistics.Check> found = catalogue.checks(access, BudgetControl.CHECKS);
        return new MemoryReport(stats, catalogue.diversity(access), BudgetControl.wrong(found),
                BudgetControl.missed(found), catalogue.checkCost(access));
    }

    /** Which prompts an image answered from memory, the last first, and why it answers them; empty where there is none such. */
    public Optional<AnswerHistory> why(Access access, GenerationId id, ErrorBudget budget) {
        access.require(Right.READ);
        uses.tryFlush();
        return catalogue.byId(access, id)
                .map(generation -> new AnswerHistory(generation, catalogue.answered(access, id, MOST_EXPLAINED)
                        .stream()
                        .map(answering -> asked(generation, answering, budget))
                        .toList()));
    }

    private AnswerHistory.Answered asked(Generation generation, Statistics.Answering answering, ErrorBudget budget) {
        String stored = generation.recipe().prompt();
        if (PromptKey.of(stored).equals(PromptKey.of(answering.prompt())) || answering.similarity().isEmpty()) {
            return new AnswerHistory.Answered(answering, Optional.empty(), "");
        }
        double similarity = answering.similarity().getAsDouble();
        Optional<GeneratorDescription> generator = offered(generation.recipe().model().toString());
        return AnswerHistory.Answered.of(answering, budget, share -> generator
                .flatMap(known -> lookup.explained(known, answering.prompt(), stored, similarity, share)));
    }

    /** A model, if it is still here. */
    private Optional<GeneratorDescription> offered(String name) {
        try {
            return Optional.of(model(name));
        } catch (DreamCacherException e) {
            return Optional.empty();
        }
    }

    /** How many answers from memory wait to be counted because the catalogue cannot be written; 0 when all is well. */
    public long uncountedAnswers() {
        return uses.heldUp();
    }

    /** Whether images can be searched by image. */
    public boolean encodesImages() {
        return encoder.description().encodesImages();
    }

    /**
     * Rebuilds the index from the catalogue while the old one goes on answering.
     *
     * @param access must have {@link Right#ADMINISTER}
     * @return the number of generations in it, of every scope
     */
    public long reindex(Access access) {
        access.require(Right.ADMINISTER);
        return index.rebuild();
    }

    /** Refuses requests that wait, ends the running generation at its next step, and closes everything. */
    @Override
    public void close() {
        Closing.all(queues, singleFlight, uses, check, index, catalogue, generators, encoder);
    }
}
