package io.dreamcacher.api;

import java.util.Optional;

/** Something the watchers of a request are told; as server-sent event its data is the JSON of the record. */
public sealed interface RequestEvent {
    /** Name of the server-sent event. */
    String event();

    /**
     * The request is known, and waits.
     *
     * @param requestId finds it again
     * @param position generations before it, 0 when it is next or running
     * @param estimatedMilliseconds about how long until its next image; 0 when nobody can tell yet
     */
    record Queued(String requestId, int position, long estimatedMilliseconds) implements RequestEvent {
        @Override
        public String event() {
            return "queued";
        }
    }

    /**
     * Nothing remembered fits.
     *
     * @param reason why the nearest image does not
     */
    record Nearest(String reason) implements RequestEvent {
        @Override
        public String event() {
            return "nearest";
        }
    }

    /**
     * A step is done.
     *
     * @param image index of the image
     * @param images number of images asked for
     * @param step from 1 to {@code steps}
     * @param steps of each image
     */
    record Progress(int image, int images, int step, int steps) implements RequestEvent {
        @Override
        public String event() {
            return "progress";
        }
    }

    /**
     * How an image looks so far.
     *
     * @param image index of the image
     * @param step after which
     * @param picture a data address, JPEG
     */
    record Preview(int image, int step, String picture) implements RequestEvent {
        @Override
        public String event() {
            return "preview";
        }
    }

    /** Nothing follows. */
    sealed interface Ended extends RequestEvent {}

    /**
     * The answer.
     *
     * @param answer also the data of the event
     */
    record Answered(Answers answer) implements Ended {
        @Override
        public String event() {
            return "answer";
        }
    }

    /**
     * There will be no answer.
     *
     * @param problem also the data of the event
     */
    record Failed(Problem problem) implements Ended {
        @Override
        public String event() {
            return "error";
        }
    }

    /** What the event carries as JSON. */
    default Object data() {
        return switch (this) {
            case Queued queued -> queued;
            case Nearest nearest -> nearest;
            case Progress progress -> progress;
            case Preview preview -> preview;
            case Answered answered -> answered.answer();
            case Failed failed -> failed.problem();
        };
    }

    /** An event by its name and data; empty when it is of a kind that is not known here, as a newer service may have. */
    static Optional<RequestEvent> read(String event, String data) {
        return switch (event) {
            case "queued" -> Optional.of(Json.LENIENT.readValue(data, Queued.class));
            case "nearest" -> Optional.of(Json.LENIENT.readValue(data, Nearest.class));
            case "progress" -> Optional.of(Json.LENIENT.readValue(data, Progress.class));
            case "preview" -> Optional.of(Json.LENIENT.readValue(data, Preview.class));
            case "answer" -> Optional.of(new Answered(Json.LENIENT.readValue(data, Answers.class)));
            case "error" -> Optional.of(new Failed(Problem.read(500, data)));
            default -> Optional.empty();
        };
    }
}
