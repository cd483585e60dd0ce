package io.dreamcacher.memory;

import static io.dreamcacher.memory.MemoryFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Caller;
import io.dreamcacher.access.Right;
import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.CallerHistory;
import io.dreamcacher.catalogue.ForgetTarget;
import io.dreamcacher.catalogue.GenerationCursor;
import io.dreamcacher.catalogue.Generations;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.memory.SearchQuery.Target;
import io.dreamcacher.request.GenerationRequest;
import io.dreamcacher.reuse.ErrorBudget;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nothing of one scope is found, counted, suggested or deleted by those who may not read it. Whoever may not is given what
 * an empty memory gives, by every method there is: one that is new is tried by itself, and one without an access fails.
 */
final class ScopesTest {
    private static final String BOAT = "a red boat on the sea";
    /** What concerns the memory itself, and nobody's images. */
    private static final Set<String> WITHOUT_ACCESS = Set.of("close", "defaultModel", "model", "models",
            "encodesImages",
            "uncountedAnswers", "faultyImages");

    private final Access ada = Access.in(new Scope("ada"), new Caller("ada"));
    private final Access outsider = new Access(new Caller("eve"), Set.of(Scope.PUBLIC), Scope.PUBLIC,
            EnumSet.of(Right.READ, Right.WRITE, Right.DELETE_OWN));
    private final MemoryFixture full = new MemoryFixture();
    private final MemoryFixture empty = new MemoryFixture();

    @AfterEach
    void close() {
        full.close();
        empty.close();
    }

    static Stream<Method> methods() {
        return Arrays.stream(DreamMemory.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .filter(method -> !WITHOUT_ACCESS.contains(method.getName()));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void method_askedByAnOutsider_doesAsInAnEmptyMemory(Method method) throws IllegalAccessException {
        GenerationId hers = full.memory.answer(ada, request(BOAT), AnswerListener.NONE, new Cancellation())
                .images()
                .getFirst()
                .id()
                .orElseThrow();
        full.memory.rememberPrompts(ada, List.of("a red barn"));
        full.memory.answer(ada, request(BOAT), AnswerListener.NONE, new Cancellation());

        assertThat(outcome(full.memory, method, hers)).isEqualTo(outcome(empty.memory, method, hers));

        assertThat(full.memory.generation(ada, hers)).isPresent();
        assertThat(full.memory.stats(ada).totals().answered().exact()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void method_withoutAnyRight_isForbiddenOrFindsNothing(Method method) throws IllegalAccessException {
        Access nobody = new Access(new Caller("eve"), Set.of(Scope.PUBLIC), Scope.PUBLIC, Set.of());
        GenerationId known = full.askOne(request(BOAT)).id().orElseThrow();

        assertThat(outcome(full.memory, method, known, nobody)).isEqualTo("FORBIDDEN");
        assertThat(full.memory.generation(MemoryFixture.TESTER, known)).isPresent();
    }

    @Test
    void catalogue_everyMethodForCallers_takesAnAccessFirst() {
        Stream.of(Generations.class, CallerHistory.class)
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .forEach(method -> assertThat(method.getParameterTypes()[0]).as(method.toString())
                        .isEqualTo(Access.class));
    }

    private Object outcome(DreamMemory memory, Method method, GenerationId hers) throws IllegalAccessException {
        return outcome(memory, method, hers, outsider);
    }

    private Object outcome(DreamMemory memory, Method method, GenerationId hers, Access access)
            throws IllegalAccessException {
        Object[] arguments = Arrays.stream(method.getParameters())
                .map(parameter -> parameter.getParameterizedType().getTypeName().contains("ForeignImage")
                        ? List.of(ImportingTest.given("a boat.png"))
                        : argument(parameter.getType(), hers, access))
                .toArray();
        assertThat(arguments).as("the arguments of %s", method).isNotEmpty();
        assertThat(arguments[0]).as("the first argument of %s", method).isInstanceOf(Access.class);
        try {
            Object result = method.invoke(memory, arguments);
            return result instanceof Answer answer ? answer.images().getFirst().outcome() : String.valueOf(result);
        } catch (InvocationTargetException e) {
            assertThat(e.getCause()).isInstanceOf(DreamCacherException.class);
            return ((DreamCacherException) e.getCause()).category().name();
        }
    }

    private Object argument(Class<?> type, GenerationId hers, Access access) {
        if (type.equals(Access.class)) {
            return access;
        } else if (type.equals(GenerationId.class)) {
            return hers;
        } else if (type.equals(String.class)) {
            return BOAT;
        } else if (type.equals(Generation.class)) {
            return full.catalogue.page("", 1).getFirst();
        } else if (type.equals(boolean.class)) {
            return true;
        } else if (type.equals(int.class)) {
            return 9;
        } else if (type.equals(List.class)) {
            return List.of(BOAT);
        } else if (type.equals(SearchQuery.class)) {
            return new SearchQuery(new Target.Words("boat"), 9);
        } else if (type.equals(GenerationRequest.class)) {
            return request(BOAT);
        } else if (type.equals(AnswerListener.class)) {
            return AnswerListener.NONE;
        } else if (type.equals(Cancellation.class)) {
            return new Cancellation();
        } else if (type.equals(GenerationCursor.class)) {
            return new GenerationCursor(Instant.parse("9999-01-01T00:00:00Z"), hers);
        } else if (type.equals(ErrorBudget.class)) {
            return ErrorBudget.USUAL;
        } else if (type.equals(LongConsumer.class)) {
            return (LongConsumer) looked -> {};
        }
        if (type.equals(Optional.class)) {
            return Optional.empty();
        }
        if (type.equals(ForgetTarget.class)) {
            return new ForgetTarget.OfImage(hers);
        }
        throw new AssertionError("say here what a " + type + " may be");
    }
}
