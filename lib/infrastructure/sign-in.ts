import { RemovalPolicy, Stack, Validations } from "aws-cdk-lib";
import type { HttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import { AccountRecovery, Mfa, OAuthScope, UserPool, UserPoolClient } from "aws-cdk-lib/aws-cognito";
import { AttributeType, Billing, TableEncryptionV2, TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { Construct } from "constructs";
import { ROLES } from "../api/caller.ts";
import { ALL_DIVISIONS } from "../delivery/claims.ts";
import type { SignInEnvironment, SignInSettings, Written } from "../delivery/environment.ts";
import { LEASE_EXPIRES } from "../delivery/lease.ts";
import { BundledFunction, type Bundles } from "./bundled-function.ts";
import { dataKeyOf } from "./data-key.ts";
import type { Settings } from "./settings.ts";

type Authorization = Exclude<Settings["authorization"], { readonly type: "iam" }>;

/** How people and machines are known by an OpenID Connect provider: who has signed in, and the one function that tells. */
export class SignIn extends Construct {
  readonly environment: Written<SignInEnvironment>;
  readonly authoriser: BundledFunction;
  readonly #sessions: TableV2;

  constructor(scope: Construct, id: string, api: HttpApi, bundles: Bundles, settings: Settings, of: Authorization) {
    super(scope, id);
    const provider = of.type === "cognito" ? this.#userPool(api, settings, of.domainPrefix) : of;
    const key = dataKeyOf(this);
    this.#sessions = new TableV2(this, "Sessions", {
      partitionKey: { name: "pk", type: AttributeType.STRING },
      sortKey: { name: "sk", type: AttributeType.STRING },
      billing: Billing.onDemand(),
      ...(key && { encryption: TableEncryptionV2.customerManagedKey(key) }),
      timeToLiveAttribute: LEASE_EXPIRES,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(this.#sessions).acknowledge({
      id: "AwsSolutions-DDB3",
      reason: "Sessions last a day at most; whoever loses his signs in again.",
    });
    const { issuer, clientId, audience, scope: asked, claims } = provider;
    const told: SignInSettings = { issuer, clientId, audience, scope: asked, claims };
    this.environment = { SIGN_IN: Stack.of(this).toJsonString(told), SESSIONS_TABLE: this.#sessions.tableName };
    this.authoriser = new BundledFunction(this, "Authoriser", {
      bundle: "authorise",
      bundles,
      description: "Tells who calls the API: a browser's session or a machine's token",
      memory: 512,
      timeoutSeconds: 20,
      environment: { ...this.environment },
      settings,
    });
    this.admit(this.authoriser);
  }

  /** Lets a function begin, look up and end sessions. */
  admit(of: BundledFunction): void {
    const actions = ["GetItem", "PutItem", "UpdateItem", "DeleteItem"].map((action) => `dynamodb:${action}`);
    of.allow(actions, [this.#sessions.tableArn]);
  }

  /** People and their roles in a user pool of the stack's own. */
  #userPool(api: HttpApi, { retention }: Settings, domainPrefix: string): SignInSettings {
    const pool = new UserPool(this, "People", {
      selfSignUpEnabled: false,
      signInAliases: { username: true, email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      passwordPolicy: {
        minLength: 12,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
      },
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      deletionProtection: retention.keepDataWhenTakenDown,
      removalPolicy: retention.keepDataWhenTakenDown ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    Validations.of(pool).acknowledge({
      id: "AwsSolutions-COG8",
      reason: "The Plus plan costs by the person; a second factor is asked of everybody.",
    });
    pool.addDomain("Domain", { cognitoDomain: { domainPrefix } });
    const client = new UserPoolClient(this, "Browsers", {
      userPool: pool,
      // What runs the flow is the API's function, but it proves itself by PKCE and keeps no secret.
      generateSecret: false,
      authFlows: {},
      preventUserExistenceErrors: true,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.PROFILE, OAuthScope.EMAIL],
        callbackUrls: [`${api.apiEndpoint}/sign-in/callback`],
        logoutUrls: [`${api.apiEndpoint}/`],
      },
    });
    for (const group of [...ROLES, ALL_DIVISIONS]) pool.addGroup(group, { groupName: group });
    const claim = "cognito:groups";
    return {
      issuer: pool.userPoolProviderUrl,
      clientId: client.userPoolClientId,
      audience: [],
      scope: "openid profile email",
      claims: { roles: claim, divisions: claim },
    };
  }
}
