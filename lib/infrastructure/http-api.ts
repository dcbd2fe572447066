import { Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import {
  HttpApi as Api,
  CorsHttpMethod,
  HttpMethod,
  HttpNoneAuthorizer,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
} from "aws-cdk-lib/aws-apigatewayv2";
import {
  HttpIamAuthorizer,
  HttpLambdaAuthorizer,
  HttpLambdaResponseType,
} from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { IAM_PREFIX } from "../delivery/lambda-door.ts";
import type { BundledFunction } from "./bundled-function.ts";
import { dataKeyOf } from "./data-key.ts";
import type { Settings } from "./settings.ts";

const READING = [HttpMethod.GET, HttpMethod.HEAD];
const ALL = [...READING, HttpMethod.POST, HttpMethod.PUT, HttpMethod.DELETE];

/** Who asked for what, whether or not he was let in; what the function itself answered is in its own log. */
const ACCESS_LOG = JSON.stringify({
  requestId: "$context.requestId",
  time: "$context.requestTime",
  ip: "$context.identity.sourceIp",
  subject: "$context.authorizer.subject",
  iam: "$context.identity.userArn",
  refused: "$context.authorizer.error",
  method: "$context.httpMethod",
  route: "$context.routeKey",
  path: "$context.path",
  status: "$context.status",
  bytes: "$context.responseLength",
  milliseconds: "$context.responseLatency",
});

/** The door to the API: every route asks who is calling, but those by which people sign in and out. */
export class HttpApi extends Construct {
  readonly api: Api;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    const { intake, retention } = settings;
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
    const logs = new LogGroup(this, "AccessLogs", {
      encryptionKey: dataKeyOf(this),
      retention: retention.logDays,
      removalPolicy: retention.keepDataWhenTakenDown ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.api.addStage("Stage", {
      stageName: "$default",
      autoDeploy: true,
      detailedMetricsEnabled: true,
      throttle: { rateLimit: 50, burstLimit: 100 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(logs),
        format: AccessLogFormat.custom(ACCESS_LOG),
      },
    });
  }

  /**
   * Leads requests to the function that answers them.
   * @param authoriser tells who calls; null where all callers are IAM identities
   */
  open(door: BundledFunction, authoriser: BundledFunction | null): void {
    const iam = new HttpIamAuthorizer();
    const callers = authoriser ? askingEachTime(authoriser) : iam;
    this.#route("/{proxy+}", ALL, "Door", door, callers);
    this.#route("/", READING, "Page", door, callers);
    if (!authoriser) return;
    this.#route(`${IAM_PREFIX}/{proxy+}`, ALL, "Identities", door, iam);
    const nobody = new HttpNoneAuthorizer();
    for (const [path, method, id] of [
      ["/sign-in", HttpMethod.GET, "SignIn"],
      ["/sign-in/callback", HttpMethod.GET, "SignInCallback"],
      ["/sign-out", HttpMethod.POST, "SignOut"],
    ] as const)
      for (const route of this.#route(path, [method], id, door, nobody))
        Validations.of(route).acknowledge({
          id: "AwsSolutions-APIG4",
          reason: "Who comes by it is not known yet, or leaves; it answers with no data.",
        });
  }

  #route(path: string, methods: HttpMethod[], id: string, door: BundledFunction, authorizer: IHttpRouteAuthorizer) {
    const integration = new HttpLambdaIntegration(id, door.function);
    return this.api.addRoutes({ path, methods, integration, authorizer });
  }
}

/** No answer is kept: who signs out is out, and a cookie is as good a source as a header. */
const askingEachTime = (authoriser: BundledFunction): IHttpRouteAuthorizer =>
  new HttpLambdaAuthorizer("Callers", authoriser.function, {
    responseTypes: [HttpLambdaResponseType.SIMPLE],
    identitySource: [],
    resultsCacheTtl: Duration.seconds(0),
  });
