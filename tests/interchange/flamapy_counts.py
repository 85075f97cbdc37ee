"""Run by flamapy's own Python: count the configurations of each feature model.

flamapy declares the features to its decision diagram in the order of a set. That order
changes from run to run, and takes minutes for models of some hundred features. This
module declares them in file order. All other steps are flamapy's.
"""

from __future__ import annotations

import sys

from flamapy.metamodels.bdd_metamodel.models import BDDModel
from flamapy.metamodels.bdd_metamodel.models.utils import PLModel
from flamapy.metamodels.fm_metamodel.transformations import FMSecureFeaturesNames, UVLReader


def configurations(path: str) -> float:
    """The number of configurations of a model in UVL."""
    model = FMSecureFeaturesNames(UVLReader(path).transform()).transform()
    diagram = BDDModel()
    formula = PLModel().build_from_feature_model(model)
    diagram.build_bdd(formula, [each.name for each in model.get_features()])
    return diagram.count_solutions()


for each in sys.argv[1:]:
    sys.stdout.write(f"{configurations(each)!r}\n")
