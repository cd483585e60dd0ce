package io.dreamcacher.cli.client;

import java.time.Duration;

/**
 * How long a command waits for the service that holds its data folder. A process may be stopped without being gone, and
 * then takes connections, but says nothing.
 *
 * @param look after so much silence it is looked, twice, whether the service answers anything; each time so long
 * @param answer for a question that is answered at once
 * @param work for what may take long, while the service answers others
 * @param silence between two events of a request; a service says at least every 15 seconds that it is still there
 */
record Patience(Duration look, Duration answer, Duration work, Duration silence) {
    static final Patience USUAL = new Patience(Duration.ofSeconds(5), Duration.ofMinutes(2), Duration.ofHours(12),
            Duration.ofSeconds(60));
}
