package io.dreamcacher.server.requests;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.server.TestService;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MetricsTest {
    private static final Pattern DOCUMENTED = Pattern.compile("^\\| `(dreamcacher_\\w+)`", Pattern.MULTILINE);
    private static final Pattern SERVED = Pattern.compile("^# TYPE (\\w+) ", Pattern.MULTILINE);

    private final TestService service = TestService.start();

    @AfterEach
    void close() {
        service.close();
    }

    private String metrics() {
        HttpResponse<String> response = service.get("/metrics");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
        return response.body();
    }

    private void askForEverything() {
        service.ask("a red boat");
        service.ask("a red boat");
        service.generator.failWith(new DreamCacherException(FailureCategory.BAD_MODEL, "The weights are broken."));
        service.post("/api/v1/answers", "{\"prompt\": \"a green hill\"}");
    }

    @Test
    void metrics_afterAnswers_countOutcomesAndFailures() {
        askForEverything();

        assertThat(metrics())
                .contains("dreamcacher_answer_time_seconds_count{outcome=\"generated\"} 1")
                .contains("dreamcacher_answer_time_seconds_count{outcome=\"exact\"} 1")
                .contains("dreamcacher_failure_time_seconds_count{category=\"bad_model\"} 1")
                .contains("dreamcacher_memory_generations 1.0")
                .contains("dreamcacher_index_generations 1.0")
                .contains("dreamcacher_requests_active 0.0")
                .doesNotContain("red boat");
    }

    @Test
    void metrics_allThereAre_areThoseOfThePage() throws IOException {
        askForEverything();

        assertThat(found(SERVED, metrics()).stream().filter(name -> !name.endsWith("_max")))
                .containsExactlyInAnyOrderElementsOf(
                        found(DOCUMENTED, Files.readString(Path.of("../docs/metrics.md"))));
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
