// Generated from docs/openapi.json by `npm run openapi`. Do not edit.
export interface paths {
    "/app/api/v1/user": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the profile, as the society portal knows it
         * @description Information about the currently logged in user. Never encrypted.
         */
        get: operations["getPortalUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Update the profile or the password, as the society portal does
         * @description A partial (differential) object of changes to the user information, for somebody who knows the current password. Fields that are empty, null or absent stay as they are; all is saved, or nothing. A new password ends all other sessions. Errors come in this order: 400 Bad Request, 400 The password field is required, 401 Invalid password, 200 Passwords do not match, 200 New password must be at least 8 characters. Never encrypted.
         */
        patch: operations["updatePortalUser"];
        trace?: never;
    };
    "/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log in with e-mail and password
         * @description Opens a session of 30 days. A user has at most 10: the eleventh ends the oldest. Too many wrong passwords answer 1005 for a while. Never encrypted.
         */
        post: operations["logIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End the session of the token
         * @description Ends the session of the token; other sessions of the user go on.
         */
        post: operations["logOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the profile
         * @description The profile of the authenticated user.
         */
        get: operations["me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open an account and log in
         * @description Opens an account and its first session. The token is told here and never again; it lives for 30 days. Never encrypted: the answer is where the key comes from.
         */
        post: operations["register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete the account and log it out everywhere
         * @description Delete the authenticated user and log them out from all active sessions. From then on every token of theirs is 1001, and e-mail and phone number are free. A repeat after an answer that was lost is therefore 1001 when the first went well. After 3507 nothing has changed.
         */
        delete: operations["deleteUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Update user info
         * @description Update user info fields. All fields are optional; only provided fields are updated. At least one must be provided: 1006 if all are null or missing. Strings are stripped of whitespace; either part of `name` may come alone.
         */
        patch: operations["updateUserInfo"];
        trace?: never;
    };
    "/users/mcq-daily/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sync the daily MCQ stats that changed since the last sync
         * @description Sync user MCQ daily stats by updated_at. Returns records updated after the cursor, filtered to `day_start_epoch_ms >= sync_from_epoch_ms`, those changed longest ago first. Use `next_cursor` for the next page; keep it also when `has_more` is false, since it is where the next sync resumes. A change is served two seconds after it was made.
         */
        get: operations["syncMcqDailyStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/profile-picture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload a profile picture
         * @description Upload a profile picture for the authenticated user: JPEG, PNG or WEBP by content, whatever its name or type say, of at most 4 MiB. It is turned upright, fitted into 1024 × 1024 pixels without being enlarged or cropped, stripped of all metadata, and replaces the earlier one. What is larger than 4.5 MB never reaches the route: API Gateway answers 413 by itself, without an envelope.
         */
        post: operations["uploadProfilePicture"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report an issue with an MCQ or a docket
         * @description Create a user report regarding content issues (MCQ or docket). The same report sent twice is one report with one id, so a repeat does no harm. 30 an hour and user (1005).
         */
        post: operations["createReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/send-phone-otp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send an OTP to a phone number
         * @description Send an OTP to validate the user’s phone number. It is good for five minutes and five tries. An account may send one every 30 seconds and five an hour (1005). **Do not repeat by itself**: each call that goes well is an SMS.
         */
        post: operations["sendPhoneOtp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/verify-phone-otp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Verify the OTP and link the phone number to the account
         * @description Verify the OTP and link the phone number to the user’s account: the OTI is used up, `phone_number` is set and `is_phone_validated` is true. A repeat after an answer that was lost is 3709 when the first went well.
         */
        post: operations["verifyPhoneOtp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description The user object, with whatever is to change. */
        MemberUpdate: {
            /** @description Changes, and the current password. */
            user: {
                /** @description First name. */
                firstName?: string | null;
                /** @description Last name. */
                lastName?: string | null;
                /** @description Subject of study. */
                major?: string | null;
                /** @description 1 freshman, 2 sophomore, 3 junior, 4 senior, 5 post-senior. A string of one digit is as good. */
                year?: (1 | 2 | 3 | 4 | 5) | ("1" | "2" | "3" | "4" | "5") | "" | null;
                /**
                 * Format: password
                 * @description The current password.
                 */
                password: string;
                /** @description The new password, of at least 8 characters and at most 1,024 bytes. */
                newPassword?: string | null;
                /** @description The new password again. Must be given when `newPassword` is. */
                confPassword?: string | null;
            };
        };
        /** @description What somebody gives to log in. */
        Credentials: {
            /**
             * Format: email
             * @description E-mail address; trimmed, and the same in whatever case.
             */
            email: string;
            /**
             * Format: password
             * @description The password.
             */
            password: string;
        };
        /** @description What somebody gives to open an account. */
        Registration: {
            /**
             * Format: email
             * @description E-mail address; trimmed, and the same in whatever case.
             */
            email: string;
            /**
             * Format: password
             * @description At least 8 characters and at most 1,024 bytes; taken as it is.
             */
            password: string;
            /** @description How they are called. */
            name: {
                /** @description Not blank. */
                first_name: string;
                /** @description May be blank: some people have one name. */
                last_name?: string | null;
            };
            /** @description 1 freshman, 2 sophomore, 3 junior, 4 senior, 5 post-senior. */
            year?: (1 | 2 | 3 | 4 | 5) | null;
            /** @description Subject of study. */
            major?: string | null;
        };
        /** @description What is to change. Null means: not given. */
        UserInfoUpdate: {
            /** @description Either part may come alone. */
            name?: {
                /** @description Not blank. */
                first_name?: string | null;
                /** @description May be blank: some people have one name. */
                last_name?: string | null;
            } | null;
            /** @description Educational or professional background. An empty string clears it. */
            background_info?: string | null;
            /** @description Exam attempt number. */
            attempt_number?: number | null;
            /** @description Year of the attempt. */
            attempt_year?: number | null;
        };
        /** @description A report of an issue. */
        ReportRequest: {
            /** @description MongoDB ObjectId of the MCQ or docket: 24 hex digits, in either case. */
            content_id: string;
            /** @description Human-readable short UID, e.g. `M01234`. */
            content_short_uid?: string | null;
            /**
             * @description 1 docket, 2 MCQ.
             * @enum {integer}
             */
            content_type: 1 | 2;
            /**
             * @description 1 default.
             * @constant
             */
            issue_type: 1;
            /** @description Detailed description of the issue; not blank. */
            comments: string;
        };
        /** @description The number to send an OTP to. */
        OtpRequest: {
            /** @description An Indian phone number. */
            phone_number: {
                /**
                 * @description India only.
                 * @constant
                 */
                code: "+91";
                /** @description 10–15 digits. A leading `0`, `91`, `091` or `0091` before ten digits is dropped: one SIM is one number. */
                value: string;
            };
        };
        /** @description The OTP, given back. */
        OtpAnswer: {
            /** @description An Indian phone number. */
            phone_number: {
                /**
                 * @description India only.
                 * @constant
                 */
                code: "+91";
                /** @description 10–15 digits. A leading `0`, `91`, `091` or `0091` before ten digits is dropped: one SIM is one number. */
                value: string;
            };
            /** @description The six digits of the SMS. */
            otp: string;
            /** @description As send-phone-otp answered it. */
            oti: string;
        };
        /** @description A user as the society portal knows them. */
        Member: {
            /** @description First name. */
            firstName: string;
            /** @description Last name; empty for a mononym. */
            lastName: string;
            /** @description Address of the profile picture. */
            picture: string | null;
            /** @description E-mail address, in lower case. */
            email: string;
            /** @description 1 freshman, 2 sophomore, 3 junior, 4 senior, 5 post-senior. */
            year: number | null;
            /** @description Subject of study. */
            major: string | null;
            /**
             * Format: int64
             * @description Points earned.
             */
            points: number;
        };
        /** @description An error as the society portal is told it. */
        SocietyError: {
            /**
             * Format: int64
             * @description The same as the HTTP status.
             */
            status: number;
            /** @description What went wrong; the documented messages are stable. */
            message: string;
        };
        /** @description A new session. */
        LoggedIn: {
            /** @description To be sent as `Authorization: Bearer …`. Told once. `ua_`, user id (24 hex), session id (16 hex), secret (43 base64url). */
            access_token: string;
            /**
             * @description Always `Bearer`.
             * @constant
             */
            token_type: "Bearer";
            /**
             * Format: int64
             * @description Until when the session lives: epoch milliseconds.
             */
            expires_at: number;
            user: components["schemas"]["UserDetailsResponse"];
        };
        /** @description Who has logged in. */
        UserDetailsResponse: {
            /** @description 24 hex digits. */
            id: string;
            /** @description In lower case. */
            email: string;
            /** @description How they are called. */
            name: {
                /** @description Never empty. */
                first_name: string;
                /** @description Empty for a mononym. */
                last_name: string;
            };
            /** @description Educational or professional background. */
            background_info: string | null;
            /** @description Exam attempt number. */
            attempt_number: number | null;
            /** @description Year of the attempt. */
            attempt_year: number | null;
            /** @description The verified number. */
            phone_number: {
                /**
                 * @description India.
                 * @constant
                 */
                code: "+91";
                /** @description As a rule ten digits. */
                value: string;
            } | null;
            /** @description Whether there is a verified number. */
            is_phone_validated: boolean;
            /** @description The profile picture. */
            profile_picture: components["schemas"]["ProfilePicture"] | null;
            /** @description 1 freshman to 5 post-senior. */
            year: number | null;
            /** @description Subject of study. */
            major: string | null;
            /**
             * Format: int64
             * @description Points earned.
             */
            points: number;
            /**
             * Format: int64
             * @description Epoch milliseconds.
             */
            created_at: number;
            /**
             * Format: int64
             * @description Epoch milliseconds.
             */
            updated_at: number;
        };
        /** @description A picture and where it is. */
        ProfilePicture: {
            /** @description For display only: it is not unique. */
            filename: string;
            /**
             * Format: int64
             * @description Pixels of the stored image.
             */
            width: number;
            /**
             * Format: int64
             * @description Pixels of the stored image.
             */
            height: number;
            /** @description Width to height in lowest terms, e.g. `4:3`. */
            aspect_ratio: string;
            /**
             * Format: uri
             * @description Public address; it changes with the picture, so it may be cached for ever.
             */
            url: string;
        };
        /** @description E-mail or password are wrong; which is not told. */
        InvalidCredentials: {
            /**
             * @description INVALID_CREDENTIALS
             * @constant
             */
            code: 2101;
            /** @description For developers and logs: may change. */
            message: string;
        };
        /** @description The body has more than 256 KiB. */
        PayloadTooLarge: {
            /**
             * @description PAYLOAD_TOO_LARGE
             * @constant
             */
            code: 1007;
            /** @description For developers and logs: may change. */
            message: string;
        };
        /** @description The body is multipart, and not JSON. */
        UnsupportedMediaType: {
            /**
             * @description UNSUPPORTED_MEDIA_TYPE
             * @constant
             */
            code: 1008;
            /** @description For developers and logs: may change. */
            message: string;
        };
        /** @description The request does not keep to the schema; `details` names everything wrong at once. */
        ValidationFailed: {
            /**
             * @description VALIDATION_FAILED
             * @constant
             */
            code: 1006;
            /** @description For developers and logs: may change. */
            message: string;
            /** @description At least one. */
            details: components["schemas"]["ErrorDetail"][];
        };
        /** @description One wrong part of a request. */
        ErrorDetail: {
            /** @description Dotted, as in `name.first_name`; empty for the whole. */
            path: string;
            /** @description What is wrong with it, in English. */
            message: string;
        };
        /** @description Too many tries. The `retry-after` header tells in how many seconds the next is allowed. */
        RateLimited: {
            /**
             * @description RATE_LIMITED
             * @constant
             */
            code: 1005;
            /** @description For developers and logs: may change. */
            message: string;
        };
        /** @description Something went wrong on our side. The id is that of the `x-request-id` header. */
        InternalError: {
            /**
             * @description INTERNAL_ERROR
             * @constant
             */
            code: 1000;
            /** @description For developers and logs: may change. */
            message: string;
        };
        /** @description The service is busy. The `retry-after` header tells after how many seconds to try again. */
        ServiceUnavailable: {
            /**
             * @description SERVICE_UNAVAILABLE
             * @constant
             */
            code: 1009;
            /** @description For developers and logs: may change. */
            message: string;
        };
        /** @description What `data` would be, encrypted for the holder of the token: a compact JWE (`dir`, `A256GCM`). The key is HKDF-SHA-256 of the token’s secret part (32 bytes of base64url from character 43 on), with the session id (characters 27–42) as salt and `user-api response v1` as info; 32 bytes. */
        EncryptedData: string;
        /** @description The token is missing, malformed, expired or logged out, or its account is gone: which is not told. */
        Unauthorized: {
            /**
             * @description UNAUTHORIZED
             * @constant
             */
            code: 1001;
            /** @description For developers and logs: may change. */
            message: string;
        };
        /** @description Another account has this e-mail address, in whatever case. */
        EmailAlreadyRegistered: {
            /**
             * @description EMAIL_ALREADY_REGISTERED
             * @constant
             */
            code: 2102;
            /** @description For developers and logs: may change. */
            message: string;
        };
        /** @description The account that was deleted. */
        DeletedUser: {
            /** @description 24 hex digits. */
            id: string;
            /** @description What was done, in English. */
            message: string;
        };
        /** @description User deletion failed; nothing has changed. */
        UserDeletionFailed: {
            /**
             * @description USER_DELETION_FAILED
             * @constant
             */
            code: 3507;
            /** @description For developers and logs: may change. */
            message: string;
        };
        /** @description What a user did on one day in one course. */
        DayStats: {
            /** @description `{user_id}_{course_id}_{day_start_epoch_ms}`. */
            id: string;
            /**
             * Format: int64
             * @description Start of the day (00:00 UTC), epoch milliseconds.
             */
            day_start_epoch_ms: number;
            /**
             * Format: int64
             * @description First-time attempts of that day.
             */
            first_attempt_total: number;
            /**
             * Format: int64
             * @description Correct ones of these.
             */
            first_attempt_correct: number;
            /**
             * Format: int64
             * @description Re-attempts.
             */
            reattempt_total: number;
            /**
             * Format: int64
             * @description Correct ones of these.
             */
            reattempt_correct: number;
            /**
             * Format: int64
             * @description All attempts: first and re-attempts.
             */
            overall_total: number;
            /**
             * Format: int64
             * @description All correct ones.
             */
            overall_correct: number;
        };
        /** @description Where the page stands. Never encrypted. */
        Pagination: {
            /** @description Resumes after the last row of this page, also when `has_more` is false. Null before there is any row. */
            next_cursor: string | null;
            /** @description Always null: there is no way back. */
            prev_cursor: null;
            /**
             * Format: int64
             * @description The limit that was applied.
             */
            limit: number;
            /** @description Whether there are more rows now. */
            has_more: boolean;
        };
        /** @description A picture as stored. */
        UploadedPicture: {
            /** @description For display only: it is not unique. */
            filename: string;
            /**
             * Format: int64
             * @description Pixels of the stored image.
             */
            width: number;
            /**
             * Format: int64
             * @description Pixels of the stored image.
             */
            height: number;
            /** @description Width to height in lowest terms, e.g. `4:3`. */
            aspect_ratio: string;
        };
        /** @description The report as filed. */
        CreatedReport: {
            /** @description 24 hex digits; the same for the same report. */
            id: string;
            /** @description What was done, in English. */
            message: string;
        };
        /** @description An OTP that is on its way. */
        SentOtp: {
            /** @description What was done, in English. */
            message: string;
            /**
             * Format: int64
             * @description Until when the OTP is good: epoch milliseconds.
             */
            expiry_time: number;
            /** @description Handle of this OTP, to be given back with it. */
            oti: string;
        };
        /** @description Phone number already registered to another account. */
        PhoneRegisteredToAnotherAccount: {
            /**
             * @description PHONE_REGISTERED_TO_ANOTHER_ACCOUNT
             * @constant
             */
            code: 3708;
            /** @description For developers and logs: may change. */
            message: string;
        };
        /** @description The SMS could not be handed over, or nobody knows whether it was. */
        OtpDeliveryFailed: {
            /**
             * @description OTP_DELIVERY_FAILED
             * @constant
             */
            code: 3710;
            /** @description For developers and logs: may change. */
            message: string;
        };
        /** @description OTP is incorrect; `details` tells the tries left. */
        OtpIncorrect: {
            /**
             * @description OTP_INCORRECT
             * @constant
             */
            code: 2002;
            /** @description For developers and logs: may change. */
            message: string;
            /** @description At least one. */
            details: components["schemas"]["ErrorDetail"][];
        };
        /** @description OTP has expired: request a new one. */
        OtpExpired: {
            /**
             * @description OTP_EXPIRED
             * @constant
             */
            code: 2003;
            /** @description For developers and logs: may change. */
            message: string;
        };
        /** @description OTI has expired; so it is with one that is used, out of tries or unknown: request a new OTP. */
        OtiExpired: {
            /**
             * @description OTI_EXPIRED
             * @constant
             */
            code: 2008;
            /** @description For developers and logs: may change. */
            message: string;
        };
        /** @description Phone number already exists on this account. After an answer that was lost: it went well. */
        PhoneAlreadyOnAccount: {
            /**
             * @description PHONE_ALREADY_ON_ACCOUNT
             * @constant
             */
            code: 3709;
            /** @description For developers and logs: may change. */
            message: string;
        };
    };
    responses: {
        /** @description - **1001 UNAUTHORIZED** The token is missing, malformed, expired or logged out, or its account is gone: which is not told. */
        SocietyUnauthorized: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: components["schemas"]["SocietyError"];
                };
            };
        };
        /** @description - **1000 INTERNAL_ERROR** Something went wrong on our side. The id is that of the `x-request-id` header. */
        SocietyInternalError: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: components["schemas"]["SocietyError"];
                };
            };
        };
        /** @description - **1009 SERVICE_UNAVAILABLE** The service is busy. The `retry-after` header tells after how many seconds to try again. */
        SocietyServiceUnavailable: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                "retry-after": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: components["schemas"]["SocietyError"];
                };
            };
        };
        /** @description - **1007 PAYLOAD_TOO_LARGE** The body has more than 256 KiB. */
        SocietyPayloadTooLarge: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: components["schemas"]["SocietyError"];
                };
            };
        };
        /** @description - **1008 UNSUPPORTED_MEDIA_TYPE** The body is multipart, and not JSON. */
        SocietyUnsupportedMediaType: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: components["schemas"]["SocietyError"];
                };
            };
        };
        /** @description - **1005 RATE_LIMITED** Too many tries. The `retry-after` header tells in how many seconds the next is allowed. */
        SocietyRateLimited: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                "retry-after": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: components["schemas"]["SocietyError"];
                };
            };
        };
        /** @description - **2101 INVALID_CREDENTIALS** E-mail or password are wrong; which is not told. */
        InvalidCredentials: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @constant */
                    status: "error";
                    /**
                     * @description Errors are never encrypted.
                     * @constant
                     */
                    is_data_encrypted: 0;
                    data: null;
                    error: components["schemas"]["InvalidCredentials"];
                    app_actions: null;
                };
            };
        };
        /** @description - **1007 PAYLOAD_TOO_LARGE** The body has more than 256 KiB. */
        PayloadTooLarge: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @constant */
                    status: "error";
                    /**
                     * @description Errors are never encrypted.
                     * @constant
                     */
                    is_data_encrypted: 0;
                    data: null;
                    error: components["schemas"]["PayloadTooLarge"];
                    app_actions: null;
                };
            };
        };
        /** @description - **1008 UNSUPPORTED_MEDIA_TYPE** The body is multipart, and not JSON. */
        UnsupportedMediaType: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @constant */
                    status: "error";
                    /**
                     * @description Errors are never encrypted.
                     * @constant
                     */
                    is_data_encrypted: 0;
                    data: null;
                    error: components["schemas"]["UnsupportedMediaType"];
                    app_actions: null;
                };
            };
        };
        /** @description - **1006 VALIDATION_FAILED** The request does not keep to the schema; `details` names everything wrong at once. */
        ValidationFailed: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @constant */
                    status: "error";
                    /**
                     * @description Errors are never encrypted.
                     * @constant
                     */
                    is_data_encrypted: 0;
                    data: null;
                    error: components["schemas"]["ValidationFailed"];
                    app_actions: null;
                };
            };
        };
        /** @description - **1005 RATE_LIMITED** Too many tries. The `retry-after` header tells in how many seconds the next is allowed. */
        RateLimited: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                "retry-after": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @constant */
                    status: "error";
                    /**
                     * @description Errors are never encrypted.
                     * @constant
                     */
                    is_data_encrypted: 0;
                    data: null;
                    error: components["schemas"]["RateLimited"];
                    app_actions: null;
                };
            };
        };
        /** @description - **1000 INTERNAL_ERROR** Something went wrong on our side. The id is that of the `x-request-id` header. */
        InternalError: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @constant */
                    status: "error";
                    /**
                     * @description Errors are never encrypted.
                     * @constant
                     */
                    is_data_encrypted: 0;
                    data: null;
                    error: components["schemas"]["InternalError"];
                    app_actions: null;
                };
            };
        };
        /** @description - **1009 SERVICE_UNAVAILABLE** The service is busy. The `retry-after` header tells after how many seconds to try again. */
        ServiceUnavailable: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                "retry-after": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @constant */
                    status: "error";
                    /**
                     * @description Errors are never encrypted.
                     * @constant
                     */
                    is_data_encrypted: 0;
                    data: null;
                    error: components["schemas"]["ServiceUnavailable"];
                    app_actions: null;
                };
            };
        };
        /** @description - **1001 UNAUTHORIZED** The token is missing, malformed, expired or logged out, or its account is gone: which is not told. */
        Unauthorized: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @constant */
                    status: "error";
                    /**
                     * @description Errors are never encrypted.
                     * @constant
                     */
                    is_data_encrypted: 0;
                    data: null;
                    error: components["schemas"]["Unauthorized"];
                    app_actions: null;
                };
            };
        };
        /** @description - **2102 EMAIL_ALREADY_REGISTERED** Another account has this e-mail address, in whatever case. */
        EmailAlreadyRegistered: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @constant */
                    status: "error";
                    /**
                     * @description Errors are never encrypted.
                     * @constant
                     */
                    is_data_encrypted: 0;
                    data: null;
                    error: components["schemas"]["EmailAlreadyRegistered"];
                    app_actions: null;
                };
            };
        };
        /** @description - **3708 PHONE_REGISTERED_TO_ANOTHER_ACCOUNT** Phone number already registered to another account. */
        PhoneRegisteredToAnotherAccount: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @constant */
                    status: "error";
                    /**
                     * @description Errors are never encrypted.
                     * @constant
                     */
                    is_data_encrypted: 0;
                    data: null;
                    error: components["schemas"]["PhoneRegisteredToAnotherAccount"];
                    app_actions: null;
                };
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description Id of the request, for questions about it. */
        RequestId: string;
        /** @description Seconds to wait before the next try. */
        RetryAfter: number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getPortalUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: null;
                        user: components["schemas"]["Member"];
                    };
                };
            };
            401: components["responses"]["SocietyUnauthorized"];
            500: components["responses"]["SocietyInternalError"];
            503: components["responses"]["SocietyServiceUnavailable"];
        };
    };
    updatePortalUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberUpdate"];
            };
        };
        responses: {
            /**
             * @description Done.
             *     - **2105 PASSWORDS_DO_NOT_MATCH** The newPassword and confPassword fields do not match, or one of them is blank. HTTP 200, as documented.
             *     - **2106 NEW_PASSWORD_TOO_SHORT** New password must be at least 8 characters. HTTP 200, as documented.
             */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: null;
                        user: components["schemas"]["Member"];
                    } | {
                        error: components["schemas"]["SocietyError"];
                    };
                };
            };
            /**
             * @description - **1006 VALIDATION_FAILED** The request does not keep to the schema; `details` names everything wrong at once.
             *     - **2103 PASSWORD_REQUIRED** The user object is missing the password field.
             */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: components["schemas"]["SocietyError"];
                    };
                };
            };
            /**
             * @description - **1001 UNAUTHORIZED** The token is missing, malformed, expired or logged out, or its account is gone: which is not told.
             *     - **2104 INVALID_PASSWORD** The user entered their current password incorrectly.
             */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: components["schemas"]["SocietyError"];
                    };
                };
            };
            413: components["responses"]["SocietyPayloadTooLarge"];
            415: components["responses"]["SocietyUnsupportedMediaType"];
            429: components["responses"]["SocietyRateLimited"];
            500: components["responses"]["SocietyInternalError"];
            503: components["responses"]["SocietyServiceUnavailable"];
        };
    };
    logIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "success";
                        /** @constant */
                        is_data_encrypted: 0;
                        data: components["schemas"]["LoggedIn"];
                        error: null;
                        /** @description Not in use. */
                        app_actions: null;
                    };
                };
            };
            401: components["responses"]["InvalidCredentials"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    logOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "success";
                        /** @constant */
                        is_data_encrypted: 0;
                        data: {
                            message: string;
                        };
                        error: null;
                        /** @description Not in use. */
                        app_actions: null;
                    } | {
                        /** @constant */
                        status: "success";
                        /** @constant */
                        is_data_encrypted: 1;
                        data: components["schemas"]["EncryptedData"];
                        error: null;
                        /** @description Not in use. */
                        app_actions: null;
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "success";
                        /** @constant */
                        is_data_encrypted: 0;
                        data: components["schemas"]["UserDetailsResponse"];
                        error: null;
                        /** @description Not in use. */
                        app_actions: null;
                    } | {
                        /** @constant */
                        status: "success";
                        /** @constant */
                        is_data_encrypted: 1;
                        data: components["schemas"]["EncryptedData"];
                        error: null;
                        /** @description Not in use. */
                        app_actions: null;
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    register: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Registration"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "success";
                        /** @constant */
                        is_data_encrypted: 0;
                        data: components["schemas"]["LoggedIn"];
                        error: null;
                        /** @description Not in use. */
                        app_actions: null;
                    };
                };
            };
            409: components["responses"]["EmailAlreadyRegistered"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description The device’s clock: epoch milliseconds, 13 digits. Logged; it decides nothing. */
                "x-dev-time"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "success";
                        /** @constant */
                        is_data_encrypted: 0;
                        data: components["schemas"]["DeletedUser"];
                        error: null;
                        /** @description Not in use. */
                        app_actions: null;
                    } | {
                        /** @constant */
                        status: "success";
                        /** @constant */
                        is_data_encrypted: 1;
                        data: components["schemas"]["EncryptedData"];
                        error: null;
                        /** @description Not in use. */
                        app_actions: null;
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            422: components["responses"]["ValidationFailed"];
            /**
             * @description - **1000 INTERNAL_ERROR** Something went wrong on our side. The id is that of the `x-request-id` header.
             *     - **3507 USER_DELETION_FAILED** User deletion failed; nothing has changed.
             */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "error";
                        /**
                         * @description Errors are never encrypted.
                         * @constant
                         */
                        is_data_encrypted: 0;
                        data: null;
                        error: components["schemas"]["InternalError"] | components["schemas"]["UserDeletionFailed"];
                        app_actions: null;
                    };
                };
            };
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    updateUserInfo: {
        parameters: {
            query?: never;
            header?: {
                /** @description The device’s clock: epoch milliseconds, 13 digits. Logged; it decides nothing. */
                "x-dev-time"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserInfoUpdate"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "success";
                        /** @constant */
                        is_data_encrypted: 0;
                        data: components["schemas"]["UserDetailsResponse"];
                        error: null;
                        /** @description Not in use. */
                        app_actions: null;
                    } | {
                        /** @constant */
                        status: "success";
                        /** @constant */
                        is_data_encrypted: 1;
                        data: components["schemas"]["EncryptedData"];
                        error: null;
                        /** @description Not in use. */
                        app_actions: null;
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    syncMcqDailyStats: {
        parameters: {
            query: {
                /**
                 * @description Course that the stats, or the reported content, belong to. 1: UPSC CSE.
                 * @example 1
                 */
                course_id: 1;
                /**
                 * @description Start of a day, UTC, epoch milliseconds. Only entries with `day_start_epoch_ms` >= this.
                 * @example 1714262400000
                 */
                sync_from_epoch_ms: number;
                /** @description The `next_cursor` of the page before, base64. Omit for the first page. */
                next_cursor?: string;
                /**
                 * @description Most records to return.
                 * @example 50
                 */
                limit?: number;
            };
            header?: {
                /** @description The device’s clock: epoch milliseconds, 13 digits. Logged; it decides nothing. */
                "x-dev-time"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "success";
                        /** @constant */
                        is_data_encrypted: 0;
                        data: components["schemas"]["DayStats"][];
                        error: null;
                        /** @description Not in use. */
                        app_actions: null;
                        pagination: components["schemas"]["Pagination"];
                    } | {
                        /** @constant */
                        status: "success";
                        /** @constant */
                        is_data_encrypted: 1;
                        data: components["schemas"]["EncryptedData"];
                        error: null;
                        /** @description Not in use. */
                        app_actions: null;
                        pagination: components["schemas"]["Pagination"];
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    uploadProfilePicture: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** @description The file, of at most 4194304 bytes. */
                    file: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "success";
                        /** @constant */
                        is_data_encrypted: 0;
                        data: components["schemas"]["UploadedPicture"];
                        error: null;
                        /** @description Not in use. */
                        app_actions: null;
                    } | {
                        /** @constant */
                        status: "success";
                        /** @constant */
                        is_data_encrypted: 1;
                        data: components["schemas"]["EncryptedData"];
                        error: null;
                        /** @description Not in use. */
                        app_actions: null;
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            /** @description - **1007 PAYLOAD_TOO_LARGE** The file has more than 4 MiB. */
            413: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "error";
                        /**
                         * @description Errors are never encrypted.
                         * @constant
                         */
                        is_data_encrypted: 0;
                        data: null;
                        error: components["schemas"]["PayloadTooLarge"];
                        app_actions: null;
                    };
                };
            };
            /** @description - **1008 UNSUPPORTED_MEDIA_TYPE** The file is no JPEG, PNG or WEBP, or the body is no multipart/form-data. */
            415: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "error";
                        /**
                         * @description Errors are never encrypted.
                         * @constant
                         */
                        is_data_encrypted: 0;
                        data: null;
                        error: components["schemas"]["UnsupportedMediaType"];
                        app_actions: null;
                    };
                };
            };
            /** @description - **1006 VALIDATION_FAILED** The form has no `file` or two, or the file cannot be read as an image. */
            422: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "error";
                        /**
                         * @description Errors are never encrypted.
                         * @constant
                         */
                        is_data_encrypted: 0;
                        data: null;
                        error: components["schemas"]["ValidationFailed"];
                        app_actions: null;
                    };
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createReport: {
        parameters: {
            query: {
                /**
                 * @description Course that the stats, or the reported content, belong to. 1: UPSC CSE.
                 * @example 1
                 */
                course_id: 1;
            };
            header?: {
                /** @description The device’s clock: epoch milliseconds, 13 digits. Logged; it decides nothing. */
                "x-dev-time"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReportRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "success";
                        /** @constant */
                        is_data_encrypted: 0;
                        data: components["schemas"]["CreatedReport"];
                        error: null;
                        /** @description Not in use. */
                        app_actions: null;
                    } | {
                        /** @constant */
                        status: "success";
                        /** @constant */
                        is_data_encrypted: 1;
                        data: components["schemas"]["EncryptedData"];
                        error: null;
                        /** @description Not in use. */
                        app_actions: null;
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    sendPhoneOtp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OtpRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "success";
                        /** @constant */
                        is_data_encrypted: 0;
                        data: components["schemas"]["SentOtp"];
                        error: null;
                        /** @description Not in use. */
                        app_actions: null;
                    } | {
                        /** @constant */
                        status: "success";
                        /** @constant */
                        is_data_encrypted: 1;
                        data: components["schemas"]["EncryptedData"];
                        error: null;
                        /** @description Not in use. */
                        app_actions: null;
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            409: components["responses"]["PhoneRegisteredToAnotherAccount"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            /**
             * @description - **1009 SERVICE_UNAVAILABLE** The service is busy. The `retry-after` header tells after how many seconds to try again.
             *     - **3710 OTP_DELIVERY_FAILED** The SMS could not be handed over, or nobody knows whether it was.
             */
            503: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "retry-after": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "error";
                        /**
                         * @description Errors are never encrypted.
                         * @constant
                         */
                        is_data_encrypted: 0;
                        data: null;
                        error: components["schemas"]["ServiceUnavailable"] | components["schemas"]["OtpDeliveryFailed"];
                        app_actions: null;
                    };
                };
            };
        };
    };
    verifyPhoneOtp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OtpAnswer"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "success";
                        /** @constant */
                        is_data_encrypted: 0;
                        data: components["schemas"]["UserDetailsResponse"];
                        error: null;
                        /** @description Not in use. */
                        app_actions: null;
                    } | {
                        /** @constant */
                        status: "success";
                        /** @constant */
                        is_data_encrypted: 1;
                        data: components["schemas"]["EncryptedData"];
                        error: null;
                        /** @description Not in use. */
                        app_actions: null;
                    };
                };
            };
            /**
             * @description - **2002 OTP_INCORRECT** OTP is incorrect; `details` tells the tries left.
             *     - **2003 OTP_EXPIRED** OTP has expired: request a new one.
             *     - **2008 OTI_EXPIRED** OTI has expired; so it is with one that is used, out of tries or unknown: request a new OTP.
             */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "error";
                        /**
                         * @description Errors are never encrypted.
                         * @constant
                         */
                        is_data_encrypted: 0;
                        data: null;
                        error: components["schemas"]["OtpIncorrect"] | components["schemas"]["OtpExpired"] | components["schemas"]["OtiExpired"];
                        app_actions: null;
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            /**
             * @description - **3708 PHONE_REGISTERED_TO_ANOTHER_ACCOUNT** Phone number already registered to another account.
             *     - **3709 PHONE_ALREADY_ON_ACCOUNT** Phone number already exists on this account. After an answer that was lost: it went well.
             */
            409: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "error";
                        /**
                         * @description Errors are never encrypted.
                         * @constant
                         */
                        is_data_encrypted: 0;
                        data: null;
                        error: components["schemas"]["PhoneRegisteredToAnotherAccount"] | components["schemas"]["PhoneAlreadyOnAccount"];
                        app_actions: null;
                    };
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
}
