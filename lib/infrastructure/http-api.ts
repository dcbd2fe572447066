import { RemovalPolicy } from "aws-cdk-lib";
import {
  HttpApi as Api,
  CorsHttpMethod,
  HttpMethod,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
} from "aws-cdk-lib/aws-apigatewayv2";
import { HttpIamAuthorizer, HttpJwtAuthorizer } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { BundledFunction } from "./bundled-function.ts";
import type { Settings } from "./settings.ts";

/** The door to the API: every route asks who is calling. */
export class HttpApi extends Construct {
  readonly api: Api;

  constructor(scope: Construct, id: string, door: BundledFunction, settings: Settings) {
    super(scope, id);
    const { authorization, intake, retention } = settings;
    this.api = new Api(this, "Gateway", {
      apiName: settings.name,
      createDefaultStage: false,
      ...(intake.uploadOrigins.length > 0 && {
        corsPreflight: {
          allowOrigins: intake.uploadOrigins,
          allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST, CorsHttpMethod.PUT, CorsHttpMethod.DELETE],
          allowHeaders: ["authorization", "content-type", "if-match"],
          exposeHeaders: ["etag"],
        },
      }),
    });
    const authorizer = authorizerOf(authorization);
    this.api.addRoutes({
      path: "/{proxy+}",
      methods: [HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.PUT, HttpMethod.DELETE],
      integration: new HttpLambdaIntegration("Door", door.function),
      authorizer,
    });
    this.api.addRoutes({
      path: "/",
      methods: [HttpMethod.GET, HttpMethod.HEAD],
      integration: new HttpLambdaIntegration("Page", door.function),
      authorizer,
    });
    const logs = new LogGroup(this, "AccessLogs", {
      retention: retention.logDays,
      removalPolicy: retention.keepDataWhenTakenDown ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.api.addStage("Stage", {
      stageName: "$default",
      autoDeploy: true,
      detailedMetricsEnabled: true,
      throttle: { rateLimit: 50, burstLimit: 100 },
      accessLogSettings: { destination: new LogGroupLogDestination(logs) },
    });
  }
}

function authorizerOf(authorization: Settings["authorization"]): IHttpRouteAuthorizer {
  if (authorization.type === "iam") return new HttpIamAuthorizer();
  return new HttpJwtAuthorizer("Tokens", authorization.issuer, { jwtAudience: authorization.audience });
}
