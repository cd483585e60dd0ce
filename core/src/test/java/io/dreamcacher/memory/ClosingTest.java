package io.dreamcacher.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingTest {
    private final List<String> closed = new ArrayList<>();

    private AutoCloseable part(String name) {
        return () -> closed.add(name);
    }

    private AutoCloseable failing(String name, Exception failure) {
        return () -> {
            closed.add(name);
            throw failure;
        };
    }

    @Test
    void all_inOrder() {
        Closing.all(part("index"), part("images"), part("catalogue"));

        assertThat(closed).containsExactly("index", "images", "catalogue");
    }

    @Test
    void all_partsThatFail_keepNoOtherOpenAndAreAllTold() {
        DreamCacherException full = new DreamCacherException(FailureCategory.EXHAUSTED, "No room left.");
        IOException gone = new IOException("gone");

        DreamCacherException thrown = catchThrowableOfType(DreamCacherException.class, () -> Closing.all(part("a"),
                failing("b", full), failing("c", gone), part("d")));

        assertThat(closed).containsExactly("a", "b", "c", "d");
        assertThat(thrown).isSameAs(full);
        assertThat(thrown.getSuppressed()).hasSize(1);
        assertThat(thrown.getSuppressed()[0]).hasCause(gone);
    }

    @Test
    void all_failureThatIsNotOurs_isInternalWithItsCause() {
        IOException gone = new IOException("gone");

        DreamCacherException thrown = catchThrowableOfType(DreamCacherException.class,
                () -> Closing.all(failing("a", gone), part("b")));

        assertThat(closed).containsExactly("a", "b");
        assertThat(thrown.category()).isEqualTo(FailureCategory.INTERNAL);
        assertThat(thrown).hasCause(gone);
    }
}
