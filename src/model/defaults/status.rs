//! The status of an object, which Go always has and prints, also where nobody wrote one.

use crate::model::{Model, ObjectTree};

/// Makes the status of a kind that has one, to be printed.
pub fn make_status(model: &mut Model, object: &ObjectTree<'_>) {
    macro_rules! make {
        ($($variant:ident)*) => {
            match model {
                $(Model::$variant(it) => { it.status.make(object); })*
                _ => {}
            }
        };
    }
    make!(
        Pod ReplicationController Service Node PersistentVolumeClaim PersistentVolume Namespace
        ResourceQuota DaemonSet Deployment ReplicaSet StatefulSet Job CronJob PodDisruptionBudget
        HorizontalPodAutoscalerV1 HorizontalPodAutoscaler Ingress
    );
}
