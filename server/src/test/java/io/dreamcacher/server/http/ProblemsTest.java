package io.dreamcacher.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.api.Problem;
import io.dreamcacher.api.ServiceLimits;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.server.security.ProblemResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.server.ResponseStatusException;

class ProblemsTest {
    private final Problems problems = new Problems(ServiceLimits.USUAL);

    @Test
    void problem_springKnowsTheStatus_keepsItWithItsSentence() {
        Problem problem = problems.problem(new ResponseStatusException(HttpStatus.GONE, "It is gone."));

        assertThat(problem.status()).isEqualTo(410);
        assertThat(problem.detail()).isEqualTo("It is gone.");
        assertThat(problem.category()).isEqualTo(FailureCategory.BAD_REQUEST);
    }

    @Test
    void problem_springKnowsTheStatusOnly_isASentence() {
        Problem problem = problems.problem(new ResponseStatusException(HttpStatus.GONE));

        assertThat(problem.status()).isEqualTo(410);
        assertThat(problem.detail()).isEqualTo("The request cannot be answered as it is (HTTP status 410).");
        assertThat(problems.problem(new ServletRequestBindingException("x")).status()).isEqualTo(400);
    }

    @Test
    void problem_springsOwnDefect_staysADefect() {
        Problem problem = problems.problem(new ResponseStatusException(HttpStatus.BAD_GATEWAY, "secret"));

        assertThat(problem.status()).isEqualTo(500);
        assertThat(problem.detail()).doesNotContain("secret");
        assertThat(problem.category()).isEqualTo(FailureCategory.INTERNAL);
    }

    @Test
    void failed_busyForAWhile_saysForHowLong() {
        Problem problem = ProblemResponse.of(DreamCacherException.busy("Full.", Duration.ofMillis(1500)));

        assertThat(problem.category()).isEqualTo(FailureCategory.BUSY);
        assertThat(problem.status()).isEqualTo(429);
        assertThat(problem.retryAfterSeconds()).contains(2L);
    }

    @Test
    void failed_busyNobodyKnowsHowLong_saysNothing() {
        Problem problem = ProblemResponse.of(new DreamCacherException(FailureCategory.BUSY, "Stopping."));

        assertThat(problem.category()).isEqualTo(FailureCategory.BUSY);
        assertThat(problem.status()).isEqualTo(503);
        assertThat(problem.retryAfterSeconds()).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @EnumSource
    void problem_everyCategory_hasTheStatusOfTheDocument(FailureCategory category) throws IOException {
        Problem problem = problems.problem(new DreamCacherException(category, "It failed."));

        assertThat(problem.category()).isEqualTo(category);
        assertThat(Files.readString(Path.of("../docs/errors.md"))).containsPattern(
                Pattern.compile("(?m)^\\| `%s` \\|.*\\| %d \\| \\d+ \\|$".formatted(category, problem.status())));
    }
}
