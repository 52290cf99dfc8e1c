package dev.gradus.ops;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.gradus.core.Workers;
import org.junit.jupiter.api.Test;

/** Which room may know of which. */
class ArchitectureTest {
  private static final JavaClasses OPS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.gradus.ops");

  @Test
  void kernelsKnowArraysOnly() {
    noClasses()
        .that()
        .resideInAPackage("dev.gradus.ops.kernel..")
        .should()
        .dependOnClassesThat(
            resideOutsideOfPackages(
                    "dev.gradus.ops.kernel..",
                    "java.lang..",
                    "java.util..",
                    "jdk.incubator.vector..",
                    "org.jspecify..")
                .and(not(belongTo(equivalentTo(Workers.class)))))
        .because("kernels are numeric loops, of use without a graph")
        .check(OPS);
  }

  @Test
  void theVectorApiIsKnownToItsPackageOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.gradus.ops.kernel.vector..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.gradus.ops.kernel.vector..", "jdk.incubator.vector..")
        .because("it may not be there")
        .check(OPS);
  }

  @Test
  void opsKnowNothingOfGradients() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.gradus.autodiff..", "dev.gradus.mnist..")
        .check(OPS);
  }

  @Test
  void declarationsDoNotKnowTheFace() {
    noClasses()
        .that()
        .resideInAPackage("dev.gradus.ops.definition..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.gradus.ops")
        .because("the face calls ops by their names alone")
        .check(OPS);
  }

  @Test
  void theFaceKnowsNeitherDeclarationsNorKernels() {
    noClasses()
        .that()
        .resideInAPackage("dev.gradus.ops")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.gradus.ops.definition..", "dev.gradus.ops.kernel..")
        .check(OPS);
  }

  @Test
  void opsDoNotRunAnything() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("dev.gradus.core.Session")
        .check(OPS);
  }
}
