/** In the format of the traces, made up. */
export const OPENB_NODES = `sn,cpu_milli,memory_mib,gpu,model
node-0,64000,262144,2,V100M32
node-1,96000,393216,8,G2
`;

export const OPENB_PODS = `name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time
pod-1,6000,12288,1,460,,BE,Succeeded,60,3720,120
pod-0,12000,16384,1,1000,,LS,Running,0,7200,0
pod-2,12000,16384,2,1000,V100M32|V100M16,Burstable,Running,120,1980,180
pod-3,12000,16384,1,1000,,LS,Pending,120,,
`;
