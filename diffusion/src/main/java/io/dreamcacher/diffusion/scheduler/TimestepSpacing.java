package io.dreamcacher.diffusion.scheduler;

import java.util.stream.IntStream;

/** How timesteps are spread over those of training (Lin et al. 2023, table 2). */
enum TimestepSpacing {
    /** From the first to the last, both included. */
    LINSPACE,
    /** Multiples of a whole number, from 0 or the offset on. */
    LEADING,
    /** From the last on, downwards; for schedules that end without signal. */
    TRAILING;

    /** The timesteps, highest first; linspace gives fractions. */
    double[] timesteps(SchedulerConfig config, int steps) {
        int train = config.trainTimesteps();
        double offset = config.number("steps_offset", 0);
        int wholeRatio = train / steps;
        double ratio = (double) train / steps;
        return IntStream.range(0, steps).mapToDouble(i -> switch (this) {
            case LINSPACE -> steps == 1 ? 0 : (steps - 1 - i) * ((train - 1.0) / (steps - 1));
            case LEADING -> (double) (steps - 1 - i) * wholeRatio + offset;
            case TRAILING -> Math.rint(train - i * ratio) - 1;
        }).toArray();
    }

    /** As above, rounded, for algorithms that look timesteps up in a table. */
    int[] wholeTimesteps(SchedulerConfig config, int steps) {
        return whole(config, timesteps(config, steps));
    }

    /**
     * The upper ends of so many intervals, for algorithms whose last step ends at the noise of a timestep of its own:
     * linspace and leading spread one timestep more and leave the lowest out.
     *
     * @param usable
     *            only the timesteps below this one; fewer make fewer trailing ones
     */
    int[] intervals(SchedulerConfig config, int steps, int usable) {
        int train = config.trainTimesteps();
        double offset = config.number("steps_offset", 0);
        int count = this == TRAILING ? Math.ceilDiv(usable * steps, train) : steps;
        double[] timesteps = IntStream.range(0, count).mapToDouble(i -> switch (this) {
            case LINSPACE -> (steps - i) * ((usable - 1.0) / steps);
            case LEADING -> (double) (steps - i) * Math.floorDiv(usable, steps + 1) + offset;
            case TRAILING -> Math.rint(usable - i * ((double) train / steps)) - 1;
        }).toArray();
        return whole(config, timesteps);
    }

    private static int[] whole(SchedulerConfig config, double[] timesteps) {
        int[] whole = new int[timesteps.length];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = (int) Math.rint(timesteps[i]);
            if (whole[i] < 0 || whole[i] >= config.trainTimesteps())
                throw config.invalid("steps_offset", "so small that %d steps end at timestep %d"
                        .formatted(whole.length, config.trainTimesteps() - 1));
        }
        return whole;
    }
}
