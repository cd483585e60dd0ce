package io.dreamcacher.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Rules about classes that are not about which module may use which. */
class HouseRulesTest {
    /** Percent of all top-level types. */
    private static final double MOST_SHOWN = 36.5;

    private static final Pattern RETIRED = Pattern.compile(
            "^Flight$|Passenger|Asked|Recall|Slot|Upkeep|Studio|Workbench|Eye|Residence|TaughtModel|LoneAutoencoder"
                    + "|Takes|^Rounded|Draw(ing|n)|Picture|Walk$");

    @Test
    void packages_all_areNullMarked() {
        classes().should(new ArchCondition<>("be in a @NullMarked package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                    events.add(SimpleConditionEvent.violated(type, type.getPackageName() + " is not @NullMarked"));
                }
            }
        }).check(ArchitectureTest.CLASSES);
    }

    @Test
    void exceptions_thrown_areSpecific() {
        NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.check(ArchitectureTest.CLASSES);
    }

    /** Two types of one name are told apart by their imports alone. */
    @Test
    void types_topLevel_haveNamesOfTheirOwn() {
        Map<String, List<String>> bySimpleName = topLevel()
                .collect(Collectors.groupingBy(JavaClass::getSimpleName,
                        Collectors.mapping(JavaClass::getPackageName, Collectors.toList())));

        assertThat(bySimpleName.entrySet()).filteredOn(named -> named.getValue().size() > 1).isEmpty();
    }

    @Test
    void packages_names_areConcepts() {
        noClasses().should()
                .resideInAnyPackage("..util..", "..utils..", "..impl..", "..service..", "..dto..", "..common..")
                .check(ArchitectureTest.CLASSES);
    }

    /** Whoever waits for a file or a network holds a lock that a virtual thread can wait for. */
    @Test
    void methods_aroundInputAndOutput_areNotSynchronized() {
        methods().that()
                .areDeclaredInClassesThat(
                        resideInAnyPackage(
                                Stream.of("files", "sqlite", "lucene", "collections", "embedded", "diffusion")
                                        .map(ArchitectureTest::packages)
                                        .toArray(String[]::new)))
                .and()
                .areDeclaredInClassesThat(not(simpleName("RunningCall").or(simpleName("Place")))) // nothing but fields
                .should()
                .notHaveModifier(JavaModifier.SYNCHRONIZED)
                .check(ArchitectureTest.CLASSES);
    }

    /** Words that this project once had for what the field has its own for; docs/vocabulary.md has those. */
    @Test
    void types_names_areTheFields() {
        assertThat(ArchitectureTest.CLASSES.stream().map(JavaClass::getSimpleName).filter(RETIRED.asPredicate()))
                .isEmpty();
    }

    /** More belong together, in a record of their own. */
    @Test
    void records_components_areAtMostSeven() {
        assertThat(ArchitectureTest.CLASSES.stream()
                .filter(JavaClass::isRecord)
                .filter(type -> type.reflect().getRecordComponents().length > 7)
                .map(JavaClass::getName)).isEmpty();
    }

    /** A type is seen outside its package only where another package needs it. */
    @Test
    void types_topLevel_areMostlyHidden() {
        long all = topLevel().count();
        long shown = topLevel().filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC)).count();

        assertThat(100.0 * shown / all).as("%d of %d top-level types are public", shown, all)
                .isLessThanOrEqualTo(MOST_SHOWN);
    }

    private static Stream<JavaClass> topLevel() {
        return ArchitectureTest.CLASSES.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"));
    }
}
