package io.dreamcacher.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.api.DreamCacherClient.Patience;
import io.dreamcacher.api.DreamCacherClient.Service;
import io.dreamcacher.failure.DreamCacherException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of WHATWG HTML, section 9.2.6, on lines as the HTTP client splits them (as a reader does). */
class EventLinesTest {
    private static final String NEAREST = "{\"reason\": \"far\"}";

    private final Connection connection = new Connection(Service.at(URI.create("http://127.0.0.1:9")), Patience.USUAL);

    @AfterEach
    void close() {
        connection.close();
    }

    private List<RequestEvent> read(String stream) {
        return read(new BufferedReader(new StringReader(stream)).lines());
    }

    private List<RequestEvent> read(Stream<String> lines) {
        List<RequestEvent> events = new ArrayList<>();
        try (EventLines reading = new EventLines(lines, connection)) {
            for (Optional<RequestEvent> next = reading.next(); next.isPresent(); next = reading.next()) {
                events.add(next.get());
            }
        }
        return events;
    }

    @ParameterizedTest
    @ValueSource(strings = {"event: nearest\ndata: " + NEAREST + "\n\n", "event:nearest\ndata:" + NEAREST + "\n\n",
            "event: nearest\rdata: " + NEAREST + "\r\r", "event: nearest\r\ndata: " + NEAREST + "\r\n\r\n",
            "event: nearest\r\ndata: " + NEAREST + "\n\r", "\uFEFFevent: nearest\ndata: " + NEAREST + "\n\n",
            ": a comment\nevent: nearest\n:\n: data: {}\ndata: " + NEAREST + "\n\n",
            "data: " + NEAREST + "\nevent: nearest\n\n", "event: queued\nevent: nearest\ndata: " + NEAREST + "\n\n",
            "id: 7\nretry: 100\nevent: nearest\nid\ndata: " + NEAREST + "\nretry: soon\n\n",
            "event: nearest\ndata: {\"reason\":\ndata: \"far\"\ndata\ndata: }\n\n",
            "event: nearest\ndataset: 5\nDATA: {\n data: [\ndata: " + NEAREST + "\nevents: queued\n\n",
            "\n\n\nevent: nearest\ndata: " + NEAREST + "\n\n\n\n", "event: nearest\ndata:\t" + NEAREST + " \n\n"})
    void next_oneEventInAnyWriting_isThatEvent(String stream) {
        assertThat(read(stream)).containsExactly(new RequestEvent.Nearest("far"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "event: nearest\ndata: " + NEAREST, "event: nearest\ndata: " + NEAREST + "\n",
            ": only\n\n: comments\n\n", "event: nearest\n\n", "event: queued\n\ndata: {}\n\n", "data: {}\n\n",
            "event: message\ndata: x\n\n", "event: Nearest\ndata: " + NEAREST + "\n\n",
            "event:  nearest\ndata: " + NEAREST + "\n\n", "event: nearest\nevent\ndata: " + NEAREST + "\n\n",
            "\uFEFF\uFEFFevent: nearest\ndata: " + NEAREST + "\n\n", "id: 1\n\n"})
    void next_noEventThatIsKnown_isTheEnd(String stream) {
        assertThat(read(stream)).isEmpty();
    }

    @Test
    void next_nameOfAnEarlierEvent_isForgotten() {
        assertThat(read("""
                event: nearest

                data: {"step": 1}

                event: newer
                data: {"a":

                event: progress
                data: {"step": 2}

                """)).containsExactly(new RequestEvent.Progress(0, 0, 2, 0));
    }

    @Test
    void next_oneSpaceOnly_isNoPartOfTheValue() {
        assertThat(read("event: nearest\ndata: {\"reason\": \" a:  b\"}\n\n"))
                .containsExactly(new RequestEvent.Nearest(" a:  b"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void next_manyEventsBetweenNoise_areAllOfThemInOrder(long seed) {
        Random random = new Random(seed);
        List<RequestEvent> written = new ArrayList<>();
        StringBuilder stream = new StringBuilder();
        String[] ends = {"\n", "\r\n"};
        String[] noise = {": beat", "id: 5", "retry: 9", "newer: field", "nothing"};
        for (int i = 0; i < 50; i++) {
            RequestEvent event = random.nextBoolean()
                    ? new RequestEvent.Progress(random.nextInt(4), 4, random.nextInt(30), 30)
                    : new RequestEvent.Nearest("because\nof " + random.nextInt() + " \uD83D\uDEA4: \"quoted\"");
            written.add(event);
            String end = ends[random.nextInt(ends.length)];
            List<String> lines = new ArrayList<>(List.of("event: " + event.event()));
            Json.STRICT.writerWithDefaultPrettyPrinter()
                    .writeValueAsString(event.data())
                    .lines()
                    .forEach(line -> lines.add("data: " + line));
            while (random.nextInt(3) > 0) {
                lines.add(random.nextInt(lines.size() + 1), noise[random.nextInt(noise.length)]);
            }
            stream.append(String.join(end, lines)).append(end).append(end);
            stream.append(random.nextBoolean() ? end : "");
        }

        assertThat(read(stream.toString())).as("seed %d", seed).isEqualTo(written);
    }

    @Test
    void next_linesThatBreak_tellsWhatCameBeforeAndThenTheFailure() {
        Stream<String> lines = Stream.concat(Stream.of("event: nearest", "data: " + NEAREST, ""),
                Stream.generate(() -> {
                    throw new UncheckedIOException(new IOException("reset"));
                }));

        try (EventLines reading = new EventLines(lines, connection)) {
            assertThat(reading.next()).contains(new RequestEvent.Nearest("far"));
            assertThatThrownBy(reading::next).isInstanceOf(DreamCacherException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void close_leavesTheLines() {
        AtomicBoolean closed = new AtomicBoolean();

        read(Stream.<String>empty().onClose(() -> closed.set(true)));

        assertThat(closed).isTrue();
    }
}
