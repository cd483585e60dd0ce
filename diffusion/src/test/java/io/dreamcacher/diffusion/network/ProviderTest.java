package io.dreamcacher.diffusion.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtProvider;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

final class ProviderTest {
    @Test
    void named_everyShortName_isFoundAgain() {
        for (SessionSettings.Provider provider : SessionSettings.Provider.values()) {
            assertThat(SessionSettings.Provider.named(provider.shortName())).contains(provider);
        }
        assertThat(SessionSettings.Provider.named("tpu")).isEmpty();
    }

    @Test
    void isAvailable_theProcessor_always() {
        assertThat(SessionSettings.Provider.CPU.isAvailable()).isTrue();
    }

    @Test
    void requireIn_runtimeBuiltWithoutIt_saysWhatThereIsAndWhatToDo() {
        SessionSettings.Provider.CUDA.requireIn(EnumSet.of(OrtProvider.CPU, OrtProvider.CUDA));

        assertThatThrownBy(
                () -> SessionSettings.Provider.CUDA.requireIn(EnumSet.of(OrtProvider.CPU, OrtProvider.CORE_ML)))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_REQUEST))
                .hasMessage("The provider cuda must be part of the ONNX Runtime on the class path; that one has cpu, "
                        + "coreml. Put com.microsoft.onnxruntime:onnxruntime_gpu on the class path instead of "
                        + "onnxruntime, or choose the provider cpu.");
    }
}
