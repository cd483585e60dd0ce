package io.dreamcacher.testkit.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Caller;
import io.dreamcacher.access.Right;
import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.Catalogue;
import io.dreamcacher.catalogue.GenerationCursor;
import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.catalogue.Statistics;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.generation.GenerationVectors;
import io.dreamcacher.testkit.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Does the same random things to a catalogue and to a {@link FakeCatalogue}, and compares everything that can be read.
 * Prompts, scopes, seeds and callers are few, so that operations meet. The same seed walks the same way.
 */
final class RandomWalk {
    private static final List<Scope> SCOPES = List.of(Scope.PUBLIC, new Scope("ada"));
    private static final Set<Right> GUEST = EnumSet.of(Right.READ, Right.WRITE, Right.DELETE_OWN);
    private static final List<Caller> CALLERS = List.of(Caller.LOCAL, new Caller("visitor"));
    private static final List<String> PROMPTS = List.of("a red boat", "A red boat!", "a blue boat", "two cats", "");

    private final SplittableRandom random;
    private final Samples samples;
    private final FakeCatalogue reference = new FakeCatalogue(Samples.IDENTITY);
    private final List<Generation> everAdded = new ArrayList<>();
    private final Replica followed = new Replica();
    private Catalogue catalogue;

    RandomWalk(long seed, Catalogue catalogue) {
        this.random = new SplittableRandom(seed);
        this.samples = new Samples(seed);
        this.catalogue = catalogue;
    }

    /** One step. */
    void step() {
        switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> add();
            case 4 -> both(prompts());
            case 5, 6 -> both(uses());
            case 7 -> same(deletion());
            case 8 -> both(finishedDeletion());
            default -> both(rejection());
        }
    }

    private void add() {
        Generation generation = samples.generation(pick(SCOPES), pick(PROMPTS), Samples.SETTINGS, random.nextLong(2));
        GenerationVectors vectors = samples.vectors();
        Access access = Access.in(generation.scope(), pick(CALLERS));
        both(target -> target.add(access, generation, vectors));
        everAdded.add(generation);
    }

    /** Of one scope or both, with every right or those of a guest. */
    private Access access() {
        Scope scope = pick(SCOPES);
        Set<Scope> scopes = random.nextBoolean() ? Set.of(scope) : Set.copyOf(SCOPES);
        return new Access(pick(CALLERS), scopes, scope, random.nextBoolean() ? GUEST : EnumSet.allOf(Right.class));
    }

    private Consumer<Catalogue> prompts() {
        Access access = access();
        var prompts = Stream.generate(() -> samples.prompt(access.writeScope(), pick(PROMPTS))).limit(2).toList();
        return target -> target.addPrompts(access, prompts);
    }

    private Consumer<Catalogue> uses() {
        List<Statistics.Use> uses = Stream.generate(this::use).limit(random.nextInt(1, 4)).toList();
        return target -> target.use(uses);
    }

    private Statistics.Use use() {
        boolean exact = random.nextBoolean();
        Optional<Embedding> vector = exact
                ? Optional.empty()
                : Optional.of(samples.embedding(Samples.IDENTITY.encoder().promptDimension()));
        return new Statistics.Use(access(), Samples.FIRST,
                exact ? Statistics.Use.Kind.EXACT : Statistics.Use.Kind.SIMILAR, anyId(),
                pick(PROMPTS), vector, Duration.ofMillis(random.nextInt(1000)));
    }

    private Function<Catalogue, String> deletion() {
        Access access = access();
        GenerationId id = anyId();
        return target -> {
            try {
                return Boolean.toString(target.delete(access, id));
            } catch (DreamCacherException e) {
                return e.category().name();
            }
        };
    }

    private Consumer<Catalogue> finishedDeletion() {
        GenerationId id = anyId();
        return target -> target.deleted(id);
    }

    private Consumer<Catalogue> rejection() {
        Access access = access();
        PromptKey key = PromptKey.of(pick(PROMPTS));
        GenerationId id = anyId();
        return target -> target.reject(access, key, id);
    }

    private void both(Consumer<Catalogue> operation) {
        operation.accept(catalogue);
        operation.accept(reference);
    }

    /** Goes on with the same memory after a restart. */
    void reopened(Supplier<Catalogue> reopened) {
        catalogue.close();
        catalogue = reopened.get();
    }

    /** Compares everything that can be read. */
    void compare() {
        same(target -> target.page("", Integer.MAX_VALUE));
        same(Catalogue::deletions);
        for (Access access : List.of(access(), access(), access(), access(), access())) {
            compare(access);
        }
        compareReplicas();
    }

    private void compare(Access access) {
        same(target -> target.newest(access, 7));
        everAdded.stream()
                .map(GenerationCursor::after)
                .forEach(place -> same(target -> target.newest(access, place, 3)));
        same(target -> target.totals(access));
        same(target -> target.seen(access));
        for (String prompt : PROMPTS) {
            same(target -> target.prompt(access, PromptKey.of(prompt)));
            same(target -> target.rejected(access, PromptKey.of(prompt)));
            String key = samples.generation(access.writeScope(), prompt).recipe().identity().key();
            same(target -> target.byKey(access, key));
        }
        everAdded.forEach(generation -> same(target -> target.byId(access, generation.id())));
    }

    private void compareReplicas() {
        Replica expected = Replica.of(reference, () -> 100);
        followed.follow(catalogue, () -> random.nextInt(1, 5));
        followed.assertSameAs(expected);
        Replica rebuilt = Replica.of(catalogue, () -> random.nextInt(1, 9));
        rebuilt.assertSameAs(expected);
        assertThat(rebuilt.number()).isEqualTo(catalogue.end().change());
    }

    private void same(Function<Catalogue, ?> question) {
        assertThat((Object) question.apply(catalogue)).isEqualTo(question.apply(reference));
    }

    private GenerationId anyId() {
        return everAdded.isEmpty() ? samples.id() : pick(everAdded).id();
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
