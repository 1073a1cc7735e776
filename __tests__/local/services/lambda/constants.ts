export const ROLE = "arn:aws:iam::123456789012:role/app";
export const ACCESS_POINT =
  "arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-00000000000000001";
export const VPC = { SubnetIds: ["subnet-1"], SecurityGroupIds: ["sg-1"] };
export const LAYER = "arn:aws:lambda:eu-west-1:123456789012:layer:libvips:3";
