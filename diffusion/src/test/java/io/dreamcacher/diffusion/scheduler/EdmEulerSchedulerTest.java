package io.dreamcacher.diffusion.scheduler;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EdmEulerSchedulerTest extends SchedulerContract {
    @Override
    SchedulerKind kind() {
        return SchedulerKind.EDM_EULER;
    }

    @Override
    Set<String> keysItLacks() {
        return Set.of("timestep_spacing", "beta_schedule");
    }

    /** 0.25 ln of sigma_min and sigma_max. */
    @Override
    double[] rangeOfTimesteps() {
        return new double[]{0.25 * Math.log(0.002) - 1e-6, 0.25 * Math.log(80) + 1e-6};
    }

    /** F where D(x) = c_skip x + c_out F is the image, with sigma_data one half. */
    @Override
    float[] perfectOutput(Scheduler scheduler, Scheduler.State state, float[] image) {
        double variance = Math.pow(scheduler.sigma(state.index()), 2) + 0.25;
        double out = scheduler.sigma(state.index()) * 0.5 / Math.sqrt(variance);
        float[] output = new float[image.length];
        for (int i = 0; i < output.length; i++)
            output[i] = (float) ((image[i] - 0.25 / variance * state.latents()[i]) / out);
        return output;
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"\"sigma_min\": 0; sigma_min in scheduler_config.json must be above 0",
            "\"sigma_min\": 90; must be below sigma_max, which is 80.0, for EDMEulerScheduler; found 90",
            "\"sigma_max\": \"x\"; sigma_max in scheduler_config.json must be a number",
            "\"rho\": -1; rho in scheduler_config.json must be above 0",
            "\"sigma_data\": 0; sigma_data in scheduler_config.json must be above 0",
            "\"sigma_schedule\": \"linear\"; must be one of karras, exponential for EDMEulerScheduler",
            "\"prediction_type\": \"sample\"; must be epsilon or v_prediction for EDMEulerScheduler"})
    void config_valueOutOfRange_isNamed(String key, String message) {
        assertThatThrownBy(() -> config(key)).isInstanceOf(DreamCacherException.class).hasMessageContaining(message);
    }
}
